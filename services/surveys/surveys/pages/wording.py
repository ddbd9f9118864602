"""What the citizen's pages say, in Danish and in English."""

from typing import Final

from surveys.instruments.library import Language

LANGUAGES: Final[dict[Language, str]] = {"da": "Dansk", "en": "English"}

TEXTS: Final[dict[Language, dict[str, str]]] = {
    "da": {
        "site": "Spørgeskema fra dit jobcenter",
        "skip": "Gå til indholdet",
        "language": "Sprog",
        "heading": "Hvad synes du om forløbet?",
        "about": "Det handler om: {offer}",
        "lead": "Du har været i et forløb gennem jobcentret. Svar på {count} korte spørgsmål. "
        "Det tager et par minutter og er frivilligt.",
        "confidential": "Dit svar er fortroligt. Hverken din sagsbehandler eller stedet, hvor "
        "forløbet var, får at vide, hvad netop du har svaret. De ser tal for mange borgere samlet.",
        "anonymous": "Dit svar er anonymt. Når du har sendt det, kan ingen se, at det er dit.",
        "until": "Du kan svare til og med {date}.",
        "optional": "frivilligt",
        "comment_hint": "Skriv ikke navne eller CPR-numre, heller ikke dit eget."
        " Højst {most} tegn.",
        "send": "Send svar",
        "save": "Gem og fortsæt senere",
        "fault_title": "Fejl",
        "summary": "Der er noget, du skal rette",
        "missing": "Vælg et svar",
        "unknown_choice": "Vælg et af svarene",
        "too_long": "Skriv højst {most} tegn",
        "cpr_in_text": "Fjern det, der ligner et CPR-nummer",
        "unwritable": "Fjern tegn, der ikke kan læses",
        "saved_title": "Dine svar er gemt",
        "saved": "De er ikke sendt endnu. Brug det samme link for at fortsætte, senest {date}.",
        "again": "Tilbage til spørgsmålene",
        "thanks_title": "Tak for dit svar",
        "thanks": "Det er modtaget og bruges til at gøre tilbuddene bedre. Du kan lukke siden nu.",
        "answered_title": "Du har svaret",
        "answered": "Vi har modtaget et svar med dette link, og der kan kun svares én gang. Tak! "
        "Er det ikke dig, der har svaret, så ring til jobcentret.",
        "over_title": "Fristen er gået",
        "over": "Man kunne svare til og med {date}. Har du stadig noget at sige om forløbet, så "
        "ring eller skriv til jobcentret.",
        "early_title": "Det er lidt for tidligt",
        "early": "Du kan svare fra {date}. Gem brevet, og brug linket til den tid.",
        "unknown_title": "Linket virker ikke",
        "unknown": "Kontrollér, at hele linket er kommet med. Har du fået et brev mere, så brug "
        "linket i det nyeste. Ellers kan jobcentret sende dig et nyt link.",
        "busy_title": "Vent et øjeblik",
        "busy": "Siden bliver hentet for mange gange lige nu. Prøv igen om et minut.",
        "trouble_title": "Det gik ikke",
        "trouble": "Noget gik galt hos os, og dit svar er ikke modtaget. Gå tilbage, og prøv igen "
        "om lidt.",
    },
    "en": {
        "site": "Questionnaire from your job centre",
        "skip": "Skip to content",
        "language": "Language",
        "heading": "What do you think of the course?",
        "about": "It is about: {offer}",
        "lead": "You have taken part in a course through the job centre. Please answer {count} "
        "short questions. It takes a few minutes, and it is voluntary.",
        "confidential": "Your answer is confidential. Neither your caseworker nor the place where "
        "the course was held is told what you answered. They see figures for many people together.",
        "anonymous": "Your answer is anonymous. Once you have sent it, nobody can see it is yours.",
        "until": "You can answer up to and including {date}.",
        "optional": "optional",
        "comment_hint": "Do not write names or CPR numbers, not even your own. At most {most} "
        "characters.",
        "send": "Send answer",
        "save": "Save and continue later",
        "fault_title": "Error",
        "summary": "There is something to correct",
        "missing": "Choose an answer",
        "unknown_choice": "Choose one of the answers",
        "too_long": "Write at most {most} characters",
        "cpr_in_text": "Remove what looks like a CPR number",
        "unwritable": "Remove characters that cannot be read",
        "saved_title": "Your answers are saved",
        "saved": "They have not been sent yet. Use the same link to continue, by {date}.",
        "again": "Back to the questions",
        "thanks_title": "Thank you for your answer",
        "thanks": "We have received it, and use it to improve what is offered. You can close this "
        "page now.",
        "answered_title": "You have answered",
        "answered": "We have received an answer with this link, and it can be used only once. "
        "Thank you! If it was not you who answered, please call the job centre.",
        "over_title": "The time is up",
        "over": "It was possible to answer up to and including {date}. If you still have something "
        "to say about the course, please call or write to the job centre.",
        "early_title": "It is a little too early",
        "early": "You can answer from {date}. Keep the letter, and use the link then.",
        "unknown_title": "The link does not work",
        "unknown": "Please check that you have the whole link. If you have received another "
        "letter, use the link in the newest. Otherwise the job centre can send you a new one.",
        "busy_title": "Please wait a moment",
        "busy": "The page is being fetched too often right now. Try again in a minute.",
        "trouble_title": "That did not work",
        "trouble": "Something went wrong on our side, and your answer was not received. Go back, "
        "and try again in a little while.",
    },
}


def language_of(wish: str | None) -> Language:
    """The language that was asked for; Danish when it is none of ours."""
    return "en" if wish == "en" else "da"
