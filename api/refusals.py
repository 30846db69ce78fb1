"""What a program is told where nothing is answered, in JSON, without loading the interface."""

from http import HTTPStatus

from django.http import JsonResponse


def refused(status: int, detail: str, **headers: str) -> JsonResponse:
    return JsonResponse({"detail": detail}, status=status, headers=headers)


def without_key() -> JsonResponse:
    response = refused(HTTPStatus.UNAUTHORIZED, "Send a key that is valid: “Authorization: Bearer …”.")
    response.headers["WWW-Authenticate"] = "Bearer"
    return response
