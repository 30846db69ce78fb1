"""The fixed phrases of the public summary in Spanish, for families, who are addressed as “usted”.

By the English phrase as its template has it, so that neither is changed without the other. Names stand in braces.
Written for this project; docs/decisions/languages.md says who is to look it over.
"""

PHRASES: dict[str, str] = {
    # Headings
    "Action steps": "Medidas",
    "Areas of focus": "Áreas de enfoque",
    "Strengths": "Fortalezas",
    "What families said": "Lo que dijeron las familias",
    "You said, we did": "Ustedes dijeron, nosotros hicimos",
    # The public page
    "Skip to the content": "Ir al contenido",
    "In short": "En resumen",
    "Pages": "Páginas",
    "How far it is": "Hasta dónde se ha llegado",
    "Published by": "Publicado por",
    "The summary as PDF": "El resumen en PDF",
    "To print": "Para imprimir",
    "What stands here in English is not translated yet.": "Lo que aparece en inglés todavía no está traducido.",
    # How far steps are
    "{count} done": "{count} hechas",
    "{count} not started": "{count} sin empezar",
    "{count} stopped": "{count} detenidas",
    "{count} under way": "{count} en marcha",
    # What this is
    "{partner} and {lead} have agreed how they work together for students. They look at every "
    "promise of that agreement and say how far it is kept. This is what they found for {period}.": (
        "{partner} y {lead} acordaron cómo trabajan juntos por los estudiantes. Revisan cada promesa de "
        "ese acuerdo y dicen hasta dónde se cumple. Esto es lo que encontraron para {period}."
    ),
    "{partner} looks at every promise of its agreement and says how far it is kept. This is what was "
    "found for {period}.": (
        "{partner} revisa cada promesa de su acuerdo y dice hasta dónde se cumple. Esto es lo que se "
        "encontró para {period}."
    ),
    # Where it stands
    "items": "puntos",
    "Nothing has been given a score yet.": "Todavía no se ha calificado nada.",
    "All {scored} {items} stand at “{level}” or above.": (
        "Los {scored} {items} están en el nivel “{level}” o más arriba."
    ),
    "At least three quarters of the {items}, {met} of {scored}, stand at “{level}” or above.": (
        "Al menos tres cuartas partes de los {items}, {met} de {scored}, están en el nivel “{level}” o "
        "más arriba."
    ),
    "More than half of the {items}, {met} of {scored}, stand at “{level}” or above.": (
        "Más de la mitad de los {items}, {met} de {scored}, están en el nivel “{level}” o más arriba."
    ),
    "Half of the {items}, {met} of {scored}, stand at “{level}” or above.": (
        "La mitad de los {items}, {met} de {scored}, están en el nivel “{level}” o más arriba."
    ),
    "Fewer than half of the {items}, {met} of {scored}, stand at “{level}” or above.": (
        "Menos de la mitad de los {items}, {met} de {scored}, están en el nivel “{level}” o más arriba."
    ),
    "Fewer than a quarter of the {items}, {met} of {scored}, stand at “{level}” or above.": (
        "Menos de una cuarta parte de los {items}, {met} de {scored}, están en el nivel “{level}” o más "
        "arriba."
    ),
    "{items} at “{level}” or above": "{items} en el nivel “{level}” o más arriba",
    "{items} rated": "{items} calificados",
    "{some} of {all}": "{some} de {all}",
    # What moved
    "There is no earlier {period} on record to compare with.": (
        "No hay registrado un {period} anterior con el cual comparar."
    ),
    "period": "período",
    "things that families said are taken up": "cosas que dijeron las familias se atienden",
    "For example:": "Por ejemplo:",
    # The handout
    "How each part stands": "Cómo está cada parte",
    "Part of the agreement": "Parte del acuerdo",
    "At “{level}” or above": "En el nivel “{level}” o más arriba",
    "Assessed: {day}.": "Evaluado: {day}.",
    "How far the steps are: as of {day}.": "El avance de las medidas: al {day}.",
    "State of the Partnership {period}": "Estado de la colaboración {period}",
    "Draft: not final": "Borrador: no es definitivo",
    "Submitted: not final": "Entregado: no es definitivo",
    "Returned: not final": "Devuelto: no es definitivo",
    "Since {before} nothing that can be compared rose or fell.": (
        "Desde {before}, nada de lo que se puede comparar subió ni bajó."
    ),
    "Since {before}, {rose} rose, {fell} fell and {stayed} stayed.": (
        "Desde {before}, {rose} subieron, {fell} bajaron y {stayed} siguen igual."
    ),
    "{rose} up, {fell} down": "{rose} subieron, {fell} bajaron",
    "{stayed} stayed, {apart} not compared": "{stayed} siguen igual, {apart} no se comparan",
    # Steps and families
    "action steps done, {under_way} under way": "medidas hechas, {under_way} en marcha",
    "Nothing that families said has been released for this report yet.": (
        "Todavía no se ha publicado para este informe nada de lo que dijeron las familias."
    ),
    "Families said one thing that the plan or an answer takes up.": (
        "Las familias dijeron una cosa que se atiende en el plan o con una respuesta."
    ),
    "Families said {said} things that the plan or an answer takes up.": (
        "Las familias dijeron {said} cosas que se atienden en el plan o con una respuesta."
    ),
    "and {number} more": "y {number} más",
    "No strengths have been written down.": "No se ha anotado ninguna fortaleza.",
    "No areas of focus have been written down.": "No se ha anotado ningún área de enfoque.",
}
