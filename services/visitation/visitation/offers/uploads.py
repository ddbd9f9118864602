"""What an import of offers is sent as: the formats that are read, and how much of it."""

from typing import Annotated, Any

from fastapi import Depends

from kit.bulk import uploads
from kit.bulk.uploads import Upload
from visitation.offers.schemas import ImportedOffer
from visitation.sheets import XLSX

MAX_BYTES = 32 << 20
MAX_ROWS = 10_000

REQUEST_BODY: dict[str, Any] = uploads.request_body(
    ImportedOffer,
    noun="offer",
    csv="With a header; lists are written with | between, the price as price_amount and price_per,"
    " and the place as address, postal_code, city and p_number; with ; between cells, decimals may"
    " have a comma. Titles may be the Danish ones of an export for people",
    besides={
        XLSX: {
            "schema": {
                "type": "string",
                "format": "binary",
                "description": "The first visible sheet of a workbook, with the columns of CSV",
            }
        }
    },
)

UploadDep = Annotated[
    Upload,
    Depends(
        uploads.upload_reader(max_bytes=MAX_BYTES, formats={**uploads.MEDIA_TYPES, XLSX: "xlsx"})
    ),
]
