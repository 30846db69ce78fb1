"""What the pages for families say, in English and Spanish.

Sentences of two languages side by side, so that neither is changed without the other. Names stand in braces.
"""

from dataclasses import dataclass

from ..models import AnswerLanguage, Helped, StepStatus
from .privacy import HintKind


@dataclass(frozen=True)
class FamilyWords:
    language: str
    other: str
    """The other language, in its own words."""
    other_language: str
    date_format: str

    skip: str
    title: str
    lede: str
    no_names: str
    no_names_how: str
    text: str
    text_help: str
    address: str
    address_help: str
    send: str
    send_anyway: str
    trap: str
    seems: str
    seems_what: str
    kinds: dict[str, str]

    not_sent: str
    nothing: str
    too_long: str
    only_links: str
    no_address: str
    foreign: str
    expired: str
    quick: str
    filled: str
    too_often: str
    closed_title: str
    closed: str
    typed: str
    unknown_title: str
    unknown: str

    became_title: str
    thanks: str
    keep: str
    keep_label: str
    you_said: str
    you_all_said: str
    people: str
    received: str
    not_looked_at: str
    looked_at: str
    together: str
    our_answer: str
    why_not: str
    we_do: str
    planning: str
    planning_more: str
    looking: str
    in_english: str
    came_of_it: str
    why_stopped: str
    states: dict[str, str]

    helped: str
    helped_choices: dict[str, str]
    helped_words: str
    helped_send: str
    helped_thanks: str
    helped_choose: str
    helped_too_long: str

    told_title: str
    told_lede: str
    told_other: str
    as_of: str
    told_link: str
    form_link: str

    mail_subject: str
    mail: str


ENGLISH = FamilyWords(
    language="en",
    other="Español",
    other_language="es",
    date_format="F j, Y",
    skip="Skip to the content",
    title="Tell us what you think",
    lede="What goes well, what does not, what do you wish for? People of {lead} and {partner} read it and answer. "
    "You need no account.",
    no_names="Please do not name students.",
    no_names_how="Write “my child” or “a student”. Leave out birth dates, social security numbers and telephone "
    "numbers.",
    text="What would you like to tell us?",
    text_help="At most 5,000 characters. The public reads it only if we release it, and never with your address.",
    address="Your e-mail address (optional)",
    address_help="Only staff see it, and may answer you there. Without it you can read the answer too: after "
    "sending you get a page of your own.",
    send="Send it",
    send_anyway="Send it as it is",
    trap="Leave this empty",
    seems="Please look at this before it is sent",
    seems_what="It seems to tell who a student is. Take that out, then send it. If it is something else, send "
    "it as it is.",
    kinds={
        HintKind.PHONE: "a telephone number",
        HintKind.SECURITY: "a social security number",
        HintKind.BIRTH: "a name with a birth date",
    },
    not_sent="It is not sent yet. See what is marked below.",
    nothing="Write something first, then send it.",
    too_long="It has %(show_value)d characters, and at most 5,000 fit. Shorten it, then send it.",
    only_links="It holds nothing but links. Tell us in words of your own.",
    no_address="This is no e-mail address. Correct it, or leave it empty.",
    foreign="This did not come from this page. Look over what is below, then send it.",
    expired="This page was open for more than a day. Look over what is below, then send it.",
    quick="That was very quick. Look over what is below, then send it.",
    filled="A field was filled in that nobody sees. Look over what is below, then send it.",
    too_often="So many messages came within an hour that this one has to wait. It is all still here: send it again "
    "in an hour, or copy it.",
    closed_title="There is no form here now",
    closed="It is closed, or the address is not complete.",
    typed="What you wrote was not sent. Copy it before you close this page:",
    unknown_title="This address cannot be read",
    unknown="Perhaps a part of it is missing. Copy the whole of it into the address bar.",
    became_title="What became of it",
    thanks="Thank you. We have it.",
    keep="Keep the address of this page. It shows what becomes of it, and only you have it: we show it this once "
    "and cannot send it to you again.",
    keep_label="The address of this page",
    you_said="You said",
    you_all_said="You said",
    people="people",
    received="We received it on",
    not_looked_at="It waits for somebody to look at it.",
    looked_at="Somebody has looked at it. There is no answer yet.",
    together="Others said the same. We answer all of you together.",
    our_answer="Our answer",
    why_not="Why we do not do this",
    we_do="What we do",
    planning="We are planning what to do about it.",
    planning_more="More is being planned.",
    looking="We are looking into it. There is no answer yet.",
    in_english="",
    came_of_it="What came of it:",
    why_stopped="Why it was stopped:",
    states={
        StepStatus.NOT_STARTED: "Not started",
        StepStatus.UNDER_WAY: "Under way",
        StepStatus.DONE: "Done",
        StepStatus.STOPPED: "Stopped",
    },
    helped="Did it help?",
    helped_choices={Helped.YES: "Yes", Helped.PARTLY: "Partly", Helped.NO: "No"},
    helped_words="What would you like to add? (optional)",
    helped_send="Tell us",
    helped_thanks="Thank you for telling us. You may change it here.",
    helped_choose="Choose yes, partly or no.",
    helped_too_long="At most 2,000 characters fit. Shorten it, then send it.",
    told_title="You said, we did",
    told_lede="What families told {partner} and {lead}, and what came of it.",
    told_other="Other things you said",
    as_of="As of",
    told_link="What families said, and what we did",
    form_link="Tell us what you think",
    mail_subject="{partner}: an answer to what you told us",
    mail="Hello,\n\nyou told us:\n\n{said}\n\n{by} answers:\n\n{answer}\n\nThe page you were shown after sending "
    "has this answer too. There you can tell us whether it helped.\n\n{partner}\n",
)

SPANISH = FamilyWords(
    language="es",
    other="English",
    other_language="en",
    date_format=r"j \d\e F \d\e Y",
    skip="Ir al contenido",
    title="Díganos lo que piensa",
    lede="¿Qué va bien, qué no va bien, qué le gustaría? Personas de {lead} y de {partner} lo leen y le responden. "
    "No necesita una cuenta.",
    no_names="Por favor, no escriba nombres de estudiantes.",
    no_names_how="Escriba “mi hijo”, “mi hija” o “un estudiante”. No escriba fechas de nacimiento, números de "
    "seguro social ni números de teléfono.",
    text="¿Qué nos quiere decir?",
    text_help="Caben 5,000 caracteres. El público solo lo lee si nosotros lo publicamos, y nunca con su correo "
    "electrónico.",
    address="Su correo electrónico (opcional)",
    address_help="Solo lo ve el personal, que le puede responder allí. Sin él también puede leer la respuesta: al "
    "enviar recibe una página propia.",
    send="Enviar",
    send_anyway="Enviar así como está",
    trap="Deje esto vacío",
    seems="Por favor, mire esto antes de enviar",
    seems_what="Parece que dice quién es un estudiante. Quítelo y luego envíe. Si es otra cosa, envíe el texto así "
    "como está.",
    kinds={
        HintKind.PHONE: "un número de teléfono",
        HintKind.SECURITY: "un número de seguro social",
        HintKind.BIRTH: "un nombre con una fecha de nacimiento",
    },
    not_sent="Todavía no se envió. Mire lo que está marcado abajo.",
    nothing="Primero escriba algo, luego envíe.",
    too_long="Tiene %(show_value)d caracteres y caben 5,000. Hágalo más corto y luego envíe.",
    only_links="Solo contiene enlaces. Díganoslo con sus propias palabras.",
    no_address="Esto no es un correo electrónico. Corríjalo o déjelo vacío.",
    foreign="Esto no llegó de esta página. Revise lo que está abajo y luego envíe.",
    expired="Esta página estuvo abierta más de un día. Revise lo que está abajo y luego envíe.",
    quick="Eso fue muy rápido. Revise lo que está abajo y luego envíe.",
    filled="Se llenó un campo que nadie ve. Revise lo que está abajo y luego envíe.",
    too_often="Llegaron tantos mensajes en una hora que este tiene que esperar. Todo sigue aquí: envíelo otra vez "
    "en una hora, o cópielo.",
    closed_title="Aquí no hay un formulario ahora",
    closed="Está cerrado, o falta una parte de la dirección.",
    typed="Lo que escribió no se envió. Cópielo antes de cerrar esta página:",
    unknown_title="No se puede leer esta dirección",
    unknown="Tal vez falta una parte. Copie toda la dirección en la barra de direcciones.",
    became_title="Qué pasó con su mensaje",
    thanks="Gracias. Recibimos su mensaje.",
    keep="Guarde la dirección de esta página. Muestra qué pasa con su mensaje y solo usted la tiene: la mostramos "
    "esta única vez y no la podemos enviar de nuevo.",
    keep_label="La dirección de esta página",
    you_said="Usted dijo",
    you_all_said="Ustedes dijeron",
    people="personas",
    received="Lo recibimos el",
    not_looked_at="Espera a que alguien lo mire.",
    looked_at="Alguien lo ha mirado. Todavía no hay una respuesta.",
    together="Otras personas dijeron lo mismo. Respondemos a todas juntas.",
    our_answer="Nuestra respuesta",
    why_not="Por qué no hacemos esto",
    we_do="Lo que hacemos",
    planning="Estamos planeando qué hacer.",
    planning_more="Estamos planeando algo más.",
    looking="Lo estamos estudiando. Todavía no hay una respuesta.",
    in_english="El texto del plan está en inglés.",
    came_of_it="Qué se logró:",
    why_stopped="Por qué se detuvo:",
    states={
        StepStatus.NOT_STARTED: "No ha empezado",
        StepStatus.UNDER_WAY: "En marcha",
        StepStatus.DONE: "Hecho",
        StepStatus.STOPPED: "Detenido",
    },
    helped="¿Le ayudó?",
    helped_choices={Helped.YES: "Sí", Helped.PARTLY: "En parte", Helped.NO: "No"},
    helped_words="¿Quiere agregar algo? (opcional)",
    helped_send="Decirnos",
    helped_thanks="Gracias por decírnoslo. Aquí lo puede cambiar.",
    helped_choose="Elija sí, en parte o no.",
    helped_too_long="Caben 2,000 caracteres. Hágalo más corto y luego envíe.",
    told_title="Ustedes dijeron, nosotros hicimos",
    told_lede="Lo que las familias dijeron a {partner} y a {lead}, y qué pasó después.",
    told_other="Otras cosas que dijeron",
    as_of="Hasta el",
    told_link="Lo que dijeron las familias y lo que hicimos",
    form_link="Díganos lo que piensa",
    mail_subject="{partner}: una respuesta a lo que nos dijo",
    mail="Hola:\n\nUsted nos dijo:\n\n{said}\n\n{by} le responde:\n\n{answer}\n\nLa página que vio después de "
    "enviar también tiene esta respuesta. Allí nos puede decir si le ayudó.\n\n{partner}\n",
)

_BY_LANGUAGE = {AnswerLanguage.ENGLISH: ENGLISH, AnswerLanguage.SPANISH: SPANISH}


def words_in(language: str | None) -> FamilyWords:
    """English unless the other is asked for."""
    return next((words for code, words in _BY_LANGUAGE.items() if code == language), ENGLISH)
