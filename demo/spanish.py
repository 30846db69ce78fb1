"""Clayton's public summary in Spanish, as its staff might translate it. One text is left, to be seen in English."""

from accounts.models import User
from core.history import save_as
from partnerships.models import Partnership
from reports.models import Language, Translation
from reports.public.results import latest_result
from reports.summary_texts import asked_of
from reports.translating import is_shared

IN_SPANISH = {
    "Educational Partnership Agreement of St. Louis County": (
        "Acuerdo de colaboración educativa del condado de St. Louis"
    ),
    "Not yet implemented": "Todavía no se ha puesto en práctica",
    "In place, not fully implemented": "En marcha, pero no del todo",
    "Fully implemented": "Puesto en práctica por completo",
    "Positive outcomes": "Con resultados positivos",
    "Not applicable": "No se aplica",
    "Staffing": "Personal",
    "Teaching, Learning, and Accountability": "Enseñanza, aprendizaje y rendición de cuentas",
    "Collaboration of Responsibility and Resources": "Colaboración en responsabilidades y recursos",
    "Student Services": "Servicios para estudiantes",
    "Data and Technology": "Datos y tecnología",
    "Transportation": "Transporte",
    "Career and Technical Education": "Educación técnica y profesional",
    "Professional Learning": "Desarrollo profesional",
    "Panorama Survey": "Encuesta Panorama",
    "Technology": "Tecnología",
    "Collaboration in teaching and learning": "Colaboración en la enseñanza y el aprendizaje",
    "Professional Learning collaboration in PD offerings": (
        "Colaboración en la oferta de desarrollo profesional"
    ),
    "Overview of the IEP/Eval Process": "Visión general del proceso de evaluación y del IEP",
    "Increase transparency of staffing": "Más transparencia sobre el personal",
    "Increase transparency of student achievement data": (
        "Más transparencia sobre los resultados académicos de los estudiantes"
    ),
    "Improve Communication": "Mejorar la comunicación",
    "Action steps developed from parent input": "Medidas que salieron de lo que dijeron los padres",
    "Structural and cultural changes": "Cambios estructurales y culturales",
    "Co-Teaching collaboration with upcoming new partnerships": (
        "Enseñanza conjunta en las nuevas colaboraciones que vienen"
    ),
    "Communication with parents regarding training about special education issues and information about "
    "organizations that offer support to families with students with disabilities. (DESE survey results)": (
        "Comunicación con los padres sobre talleres de educación especial e información sobre organizaciones que "
        "apoyan a las familias de estudiantes con discapacidades. (Resultados de la encuesta de DESE)"
    ),
}


def translate_summary() -> None:
    partnership = Partnership.objects.select_related("agreement").get(slug="clayton")
    director, assessment = User.objects.get(email="director@ssd.example"), latest_result(partnership)
    for place, original in asked_of(assessment).items() if assessment else ():
        if original in IN_SPANISH:
            row = Translation(
                agreement=partnership.agreement,
                partnership=None if is_shared(place) else partnership,
                language=Language.SPANISH,
                place=place,
                original=original,
                text=IN_SPANISH[original],
                updated_by=director,
            )
            save_as(row, by=director)
