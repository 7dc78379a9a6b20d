"""What every noun shares: it is frozen, and it refuses keys nobody reads."""

from typing import Literal

from pydantic import BaseModel, ConfigDict

Language = Literal["zh", "en"]


class Noun(BaseModel):
    """A value that is complete when built and never changes afterwards."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Bilingual(Noun):
    """A text in Chinese and in English; neither may be missing."""

    zh: str
    en: str

    def in_language(self, language: Language) -> str:
        """Return the text for a reader of ``language``."""
        return self.zh if language == "zh" else self.en
