"""Which files there are, and what stands in them."""

from reports.public.text import Json

from . import lines
from .columns import DataColumn, DataFile

Column = DataColumn

CATEGORY = (
    Column("category", "The number of the category, as it is printed."),
    Column("category_title", "The title of the category."),
)
KEY = "What it keeps in every {}: by it lines of several periods are put side by side."


FILES = (
    DataFile(
        "agreement.csv",
        "Each line is an item of the agreement in force, or a measure that it names as evidence, in its order.",
        "agreement",
        (
            *CATEGORY,
            Column(
                "for", "The school or other part of the partner that it is for; empty for the partner itself."
            ),
            Column("kind", "“item” or “measure”."),
            Column(
                "reference",
                "The number of an item, as it is printed: 3.8, 5.7.b.",
                hidden="Empty for a measure.",
            ),
            Column("key", KEY.format("edition")),
            Column("beneath", "The key of the one it stands beneath; empty where there is none."),
            Column("title", "The title, where it has one apart from the text."),
            Column("text", "The words that were agreed.", "text in Markdown"),
            Column("addition", "Where the partnership added it by itself: the title of the addition."),
        ),
        lines.agreement_lines,
    ),
    DataFile(
        "ratings.csv",
        "Each line is an item of the agreement with the level it was given.",
        "ratings",
        (
            Column("period", "The period that was rated."),
            Column("edition", "The edition of the agreement that it was rated by."),
            Column("perspective", "Whose view it is: a joint assessment, or that of one side."),
            *CATEGORY,
            Column(
                "for", "The school or other part of the partner that it is for; empty for the partner itself."
            ),
            Column("reference", "The number of the item, as it is printed."),
            Column("key", KEY.format("edition")),
            Column("text", "The words of the item.", "text in Markdown"),
            Column(
                "level", "The level as it is printed: 0, 1, 2, 3, N/A.", hidden="Empty where it is not rated."
            ),
            Column(
                "value",
                "The level as a number.",
                "number",
                "Empty where it is not rated, and for a level that is not a score. Neither is a 0.",
            ),
            Column("words", "What the level means, in the words of the agreement."),
            Column("printed_as", "What the source prints for the level, where it has other words."),
            Column("mark", "What the mark beside the level means; empty where there is none."),
            Column("as_in", "The earlier period whose level was taken; empty where somebody chose it."),
            Column(
                "comment", "What was said of it.", hidden="Empty where there is none or it was not published."
            ),
        ),
        lines.ratings_lines,
    ),
    DataFile(
        "strengths-and-focus.csv",
        "Each line is a strength or an area of focus.",
        "state",
        (
            Column("period", "The period that was assessed."),
            Column("kind", "“strength” or “area of focus”."),
            Column("text", "What it is."),
            Column("items", "The numbers of the items that it speaks of.", "list, with commas"),
            Column(
                "steps",
                "The keys of the action steps that come from it or serve these items.",
                "list, with commas",
            ),
        ),
        lines.state_lines,
    ),
    DataFile(
        "goals.csv",
        "Each line is a goal that was presented at the forum.",
        "state",
        (
            Column("period", "The period that was assessed."),
            Column("area", "What the goal is of: numeracy, literacy, social-emotional learning."),
            Column("text", "The goal."),
            Column(
                "older",
                "From which period it is, where no later one replaced it; empty for one of this period.",
            ),
        ),
        lines.goals_lines,
    ),
    DataFile(
        "changes.csv",
        "Each line is an item whose level rose or fell since the result before.",
        "state",
        (
            Column("direction", "“rose” or “fell”."),
            Column("reference", "The number of the item, as it is printed."),
            Column("key", KEY.format("edition")),
            Column("text", "The words of the item.", "text in Markdown"),
            Column("period_before", "What was rated before."),
            Column("level_before", "Its level then, as it is printed."),
            Column("words_before", "What that level means."),
            Column("period", "What was rated now."),
            Column("level", "Its level now, as it is printed."),
            Column("words", "What that level means."),
        ),
        lines.changes_lines,
    ),
    DataFile(
        "evidence.csv",
        "Each line is the value of one row of evidence in one period.",
        "evidence",
        (
            Column("edition", "The edition of the agreement that the row stands in."),
            *CATEGORY,
            Column("key", KEY.format("edition")),
            Column("row", "What is measured."),
            Column("beneath", "The key of the row it stands beneath; empty where there is none."),
            Column("unit", "The unit of its numbers: %, minutes."),
            Column("period", "The heading of its column: 2022-2023."),
            Column(
                "text",
                "The value as it is printed.",
                hidden="A value that would tell of fewer students than the agreement allows is replaced by words "
                "or a coarser figure; then “is_hidden” is true. Empty for what is embargoed or was not entered.",
            ),
            Column(
                "number",
                "What was understood of the text, in the unit of the row.",
                "number",
                "Empty where the value is hidden, embargoed or not a number. It is never a 0 then.",
            ),
            Column("status", "How to read it: reported, forthcoming, embargoed, not_applicable and so on."),
            Column("status_words", "The same in words, where the text does not say it."),
            Column("is_hidden", "Whether it is hidden to protect privacy.", "true or false"),
            Column("link", "Where more of it is published.", "web address"),
            Column("remark", "A note for readers."),
        ),
        lines.evidence_lines,
    ),
    DataFile(
        "action-steps.csv",
        "Each line is an action of a step of the released plan. A step with several actions has several lines.",
        "steps",
        (
            Column("plan", "The plan and its version."),
            Column("released_on", "When that was released.", "day"),
            *CATEGORY,
            Column("key", KEY.format("version of the plan")),
            Column("title", "The title of the step, where it has one."),
            Column("answers", "What families said that it answers, one after the other.", "text, in lines"),
            Column("items", "The numbers of the items that it serves.", "list, with commas"),
            Column("action_number", "Which action of the step it is, counted from 1.", "number"),
            Column("action", "What is to be done."),
            Column("timeline", "Until when, as it is printed; empty where it is as for the action before."),
            Column("status", "How far the step is: not_started, under_way, done or stopped."),
            Column("status_words", "The same in words."),
            Column("came_of_it", "What came of the step once it was done, or why it was stopped."),
        ),
        lines.steps_lines,
    ),
    DataFile(
        "you-said-we-did.csv",
        "Each line is something families said, with the answer.",
        "told",
        (
            Column("category", "The number of the category it is about; empty where it is about none."),
            Column("category_title", "The title of that category."),
            Column("key", "What it is known by."),
            Column("said", "What was said, in the words that were released."),
            Column("language", "The language of these words: en or es."),
            Column("people", "How many people said it.", "number"),
            Column("answer", "The answer."),
            Column("steps", "The keys of the steps that answer it.", "list, with commas"),
        ),
        lines.told_lines,
    ),
    DataFile(
        "signatures.csv",
        "Each line is a place for a signature on the agreement.",
        "signatures",
        (
            Column("title", "The office of who signs."),
            Column("organization", "For whom."),
            Column("printed_name", "Who is to sign, as it is printed; empty where no name is."),
            Column("name", "Who signed.", hidden="Empty where nobody has."),
            Column("date", "When.", "day", "Empty where nobody has, or no day is known."),
            Column("addition", "The title of the addition that it signs; empty for the agreement itself."),
        ),
        lines.signatures_lines,
    ),
    DataFile(
        "documents.csv",
        "Each line is a document that is offered beside these files.",
        "documents",
        (
            Column("public_id", "What it is known by in its address."),
            Column("title", "What it is."),
            Column("filename", "The name of its file."),
            Column("language", "en or es."),
            Column("made_on", "When it was made.", "day"),
            Column("pages", "How many pages it has.", "number"),
            Column("size", "How large its file is.", "bytes"),
            Column(
                "sha256", "The checksum of its file (SHA-256): a copy is unchanged where it has the same."
            ),
            Column(
                "changed",
                "Whether its record was changed after it was made, in words; empty where it was not.",
            ),
        ),
        lines.documents_lines,
    ),
)


def files_of(content: Json) -> list[DataFile]:
    """Those of whose part something was published."""
    return [one for one in FILES if one.is_of(content)]


def file_called(content: Json, name: str) -> DataFile | None:
    return next((one for one in files_of(content) if one.name == name), None)


def line_counts(content: Json) -> dict[str, int]:
    """How many lines each file has, by its name."""
    return {one.name: sum(1 for _ in one.lines(content)) for one in files_of(content)}
