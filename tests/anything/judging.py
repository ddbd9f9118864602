"""Whether an answer is one that the document promised, and tells nothing of what was sent."""

import json
import re
from collections.abc import Iterator, Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl, unquote

import httpx
import requests
from requests.structures import CaseInsensitiveDict
from schemathesis import CheckFunction, Response
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi import checks

from kit import problems

from .made_up import MadeUp, Operation
from .odd import NUMBER, SECRET

CONFORMS: list[CheckFunction] = [
    checks.status_code_conformance,
    checks.content_type_conformance,
    checks.response_headers_conformance,
    checks.response_schema_conformance,
]
METHODS = frozenset({"DELETE", "GET", "PATCH", "POST", "PUT"})
SHORTEST_WORD = 8
"""Shorter texts may stand in an answer by chance."""
PARTS_OF_A_PROBLEM = frozenset({"type", "title", "status", "detail", "code", "errors", "trace_id"})


class Judge:
    """Judges what one service answers by its document."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._written = json.dumps(document, ensure_ascii=False)
        self._methods = [
            (
                re.compile(re.sub(r"\{\w+\}", "[^/]+", template)),
                {method.upper() for method in item} & METHODS,
            )
            for template, item in document["paths"].items()
        ]
        self._found: dict[str, set[str]] = {}

    def faults(self, operation: Operation, case: MadeUp, answer: httpx.Response) -> Iterator[str]:
        """What is wrong with an answer, in words that are the same for the same fault."""
        status = answer.status_code
        if answer.is_server_error:
            yield f"{status}"
        allowed = self._methods_at(answer.request.url)
        if status == HTTPStatus.METHOD_NOT_ALLOWED:
            told = {each.strip() for each in answer.headers.get("allow", "").split(",")}
            if told - {"HEAD", "OPTIONS"} != allowed:
                yield f"405 with Allow: {', '.join(sorted(told))} for {', '.join(sorted(allowed))}"
        elif allowed and answer.request.method not in allowed:
            yield f"{status} to the method {answer.request.method}"
        elif allowed and answer.request.method == operation.method.upper():
            # What is at no address of the document is promised nothing but a problem.
            promised = operation.definition.raw["responses"]
            if status < HTTPStatus.BAD_REQUEST and str(status) not in promised:
                yield f"{status} is not in the document"
            yield from _unlike_document(case, answer)
        if answer.is_error and answer.request.method != "HEAD":
            yield from self._faults_of_problem(operation, answer)

    def _faults_of_problem(self, operation: Operation, answer: httpx.Response) -> Iterator[str]:
        media_type = answer.headers.get("content-type", "")
        promised = operation.definition.raw["responses"].get(str(answer.status_code), {})
        if media_type != problems.MEDIA_TYPE and media_type not in promised.get("content", {}):
            yield f"{answer.status_code} as {media_type}"
        try:
            body = answer.json()
        except ValueError:
            yield f"{answer.status_code} is not JSON"
            return
        if not isinstance(body, dict) or not body.keys() >= PARTS_OF_A_PROBLEM:
            yield f"{answer.status_code} is no problem"
            return
        if body["status"] != answer.status_code:
            yield f"{answer.status_code} says {body['status']}"
        if body["trace_id"] != answer.headers.get("trace-id"):
            yield f"{body['code']} has another trace id than its header"
        if not re.fullmatch("[a-z][a-z0-9_]*", body["code"]) or not body["detail"]:
            yield f"{body['code']} lacks code or detail"
        said = json.dumps(_without_names(body), ensure_ascii=False)
        for word in _words(answer.request):
            if word in said and word not in self._written:
                yield f"{body['code']} echoes what was sent"
                return

    def _methods_at(self, url: httpx.URL) -> set[str]:
        """The methods that the document has at an address, by whatever path it may be read."""
        path = url.path
        if path not in self._found:
            self._found[path] = {
                method
                for address, methods in self._methods
                if address.fullmatch(path)
                for method in methods
            }
        return self._found[path]


def _without_names(part: object) -> object:
    """A problem without the names of batches: each is told by the one that its sender gave it."""
    if isinstance(part, dict):
        return {name: _without_names(each) for name, each in part.items() if name != "batch_id"}
    if isinstance(part, list):
        return [_without_names(each) for each in part]
    return part


def _unlike_document(case: MadeUp, answer: httpx.Response) -> Iterator[str]:
    try:
        case.validate_response(_as_it_came(answer), checks=CONFORMS)
    except FailureGroup as group:
        for failure in group.exceptions:
            first = str(failure).partition("\n\n    {")[0]
            yield f"{answer.status_code}: {' '.join(first.split())[:300]}"


def _as_it_came(answer: httpx.Response) -> Response:
    """An answer as schemathesis takes it, which would prepare the request anew at some cost."""
    request = requests.PreparedRequest()
    request.method, request.url = answer.request.method, str(answer.request.url)
    request.headers = CaseInsensitiveDict(answer.request.headers)
    request.body = answer.request.content
    return Response(
        status_code=answer.status_code,
        headers={name: [value] for name, value in answer.headers.items()},
        content=answer.content,
        request=request,
        elapsed=0.0,
        verify=True,
        encoding=answer.encoding,
    )


def _words(request: httpx.Request) -> Iterator[str]:
    """The texts that were sent and that no answer may repeat."""
    yield from (NUMBER, SECRET)
    sent = [unquote(part) for part in request.url.raw_path.decode().partition("?")[0].split("/")]
    sent += [value for _, value in parse_qsl(request.url.query.decode("latin-1"))]
    try:
        sent += _texts(json.loads(request.content))
    except (ValueError, RecursionError):
        sent += request.content.decode("utf-8", "replace").split()
    yield from (word for word in sent if len(word) >= SHORTEST_WORD)


def _texts(part: object) -> Iterator[str]:
    """The values in a body; a mistake is pointed at by its field's name, whatever that is."""
    if isinstance(part, str):
        yield part
    elif isinstance(part, dict):
        for value in part.values():
            yield from _texts(value)
    elif isinstance(part, list):
        for value in part:
            yield from _texts(value)
