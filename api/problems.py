"""What went wrong, in JSON and in words."""

from typing import Any

from ninja import Schema
from pydantic import Field


class ApiProblem(Schema):
    detail: str = Field(description="What is wrong, as a sentence.")


UNASKED: dict[Any, Any] = {401: ApiProblem, 422: ApiProblem, 429: ApiProblem}
"""Of an address that is there for everybody with a key."""

PROBLEMS: dict[Any, Any] = UNASKED | {403: ApiProblem, 404: ApiProblem}
