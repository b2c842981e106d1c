"""Scans in chunks of 1 MiB: what is missing, the chunks, the proof, and back again."""

from __future__ import annotations

from typing import Annotated, Final

from fastapi import APIRouter, Path, Request, Response

from app.central.callers import Central, Reader, Speaker, body_of
from app.central.failures import answers
from app.wire.messages import BlobManifest, BlobMissing, Sha256

router = APIRouter(prefix="/blobs/v1", tags=["blobs"])

BINARY: Final = {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}}
Sum = Annotated[Sha256, Path()]
Place = Annotated[int, Path(ge=0, lt=512)]


@router.post("/{sha256}/missing", responses=answers(400, 401, 403, 413, 415, 422, 429, 503))
def missing(sha256: Sum, body: BlobManifest, device: Speaker, server: Central) -> BlobMissing:
    """Announces a scan; the answer says which chunks the centre lacks."""
    return server.blobs.announce(device, sha256, body)


@router.put(
    "/chunk/{sha256}",
    status_code=204,
    response_class=Response,
    responses=answers(400, 401, 403, 413, 415, 422, 429, 503),
    openapi_extra={"requestBody": {"required": True, "content": BINARY}},
)
def put_chunk(sha256: Sum, request: Request, device: Speaker, server: Central) -> None:
    """Keeps one chunk, named by its sum; sending it again changes nothing."""
    server.blobs.put_chunk(device, sha256, body_of(request))


@router.post("/{sha256}/complete", responses=answers(400, 401, 403, 404, 413, 415, 422, 429, 503))
def complete(sha256: Sum, device: Speaker, server: Central) -> BlobMissing:
    """The centre reads the whole scan and compares it with its name."""
    return server.blobs.complete(device, sha256)


@router.get(
    "/{sha256}/chunk/{n}",
    response_class=Response,
    responses=answers(400, 401, 403, 404, 413, 415, 422, 429, 503, good=BINARY),
)
def chunk(sha256: Sum, n: Place, device: Reader, server: Central) -> Response:
    """One chunk of a complete scan of the device's own hall."""
    content, media_type = server.blobs.chunk(device, sha256, n)
    # The type of the whole goes beside: a chunk alone is no picture.
    return Response(content, media_type="application/octet-stream", headers={"X-Media-Type": media_type})
