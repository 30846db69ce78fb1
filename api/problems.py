"""What went wrong, in JSON and in words."""

from typing import Any

from ninja import Schema
from pydantic import Field


class Problem(Schema):
    detail: str = Field(description="What is wrong, as a sentence.")


UNASKED: dict[Any, Any] = {401: Problem, 422: Problem, 429: Problem}
"""Of an address that is there for everybody with a key."""

PROBLEMS: dict[Any, Any] = UNASKED | {403: Problem, 404: Problem}
