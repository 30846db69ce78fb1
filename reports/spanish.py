"""The fixed phrases of the public summary in Spanish, for families, who are addressed as “usted”.

By the English phrase as its template has it, so that neither is changed without the other.
"""

PHRASES: dict[str, str] = {
    "Action steps": "Medidas que tomamos",
    "Agreement": "Acuerdo",
    "Areas of focus": "Áreas de atención",
    "Areas of strength": "Puntos fuertes",
    "Contents": "Contenido",
    "Evidence": "Datos",
    "Next year": "El próximo año",
    "No date": "Sin fecha",
    "Not rated": "Sin calificación",
    "Page": "Página",
    "Ratings": "Calificaciones",
    "School year": "Año escolar",
    "State of the Partnership": "Estado de la colaboración",
    "Strengths": "Puntos fuertes",
    "We did": "Nosotros hicimos",
    "What changed since last year": "Qué cambió desde el año pasado",
    "You said": "Ustedes dijeron",
    "You said, we did": "Ustedes dijeron, nosotros hicimos",
}
