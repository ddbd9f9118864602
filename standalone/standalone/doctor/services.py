"""The services of a running instance: alive, ready, and their workers at work."""

import asyncio

import httpx
import psutil  # type: ignore[import-untyped]  # the package ships no types

from standalone.doctor.findings import Finding, broken, doubtful, fine
from standalone.doctor.instance import Instance

_WITHIN = 3.0  # seconds
_SEE_LOG = "Se dens log i datamappens logs/."


def check_services(instance: Instance | None) -> list[Finding]:
    """Each service's own word, or that nothing runs."""
    if instance is None:
        return [fine("services", "Pejling kører ikke")]
    if not instance.urls:
        text = f"Pejling er ved at starte, eller databaserne passes (proces {instance.pid})"
        return [doubtful("services", text, "Vent lidt, og spørg igen.")]
    answers = asyncio.run(_troubles(instance))
    found = [
        broken("services", f"{service} {trouble}", _SEE_LOG)
        for service, trouble in zip(instance.urls, answers, strict=True)
        if trouble
    ]
    if not found:
        found = [fine("services", f"Svarer og er klar: {', '.join(instance.urls)}")]
    return found + _workers(instance)


async def _troubles(instance: Instance) -> list[str]:
    async with httpx.AsyncClient(trust_env=False) as client:
        return await asyncio.gather(*(_trouble(client, url) for url in instance.urls.values()))


async def _trouble(client: httpx.AsyncClient, url: str) -> str:
    """What is wrong with a service; empty when it is ready."""
    try:
        async with asyncio.timeout(_WITHIN):
            if not (await client.get(f"{url}/live")).is_success:
                return "lever ikke"
            ready = await client.get(f"{url}/ready")
    except (httpx.HTTPError, TimeoutError) as error:
        return f"svarer ikke ({type(error).__name__})"
    if ready.is_success:
        return ""
    try:
        problem = ready.json()
        return f"er ikke klar: {problem.get('detail') or problem.get('title')}"
    except ValueError:
        return f"er ikke klar ({ready.status_code})"


def _workers(instance: Instance) -> list[Finding]:
    dead = [name for name, pid in instance.workers.items() if not _is_alive(pid)]
    if dead:
        return [
            broken("workers", f"Kører ikke: {', '.join(dead)}", f"Den startes igen. {_SEE_LOG}")
        ]
    return [fine("workers", f"Arbejdet kører ({', '.join(instance.workers)})")]


def _is_alive(pid: int | None) -> bool:
    try:
        return pid is not None and psutil.Process(pid).status() != psutil.STATUS_ZOMBIE
    except psutil.Error:
        return False
