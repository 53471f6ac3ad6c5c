"""The texts of a page, for measuring readability."""

from html.parser import HTMLParser


class Blocks(HTMLParser):
    """The separate texts of a page: one for each block."""

    def __init__(self, markup: str) -> None:
        super().__init__()
        self.texts = [""]
        self.feed(markup)
        self.texts = [" ".join(text.split()) for text in self.texts]

    def handle_starttag(self, tag, attrs):
        if tag not in ("a", "span", "strong", "time"):
            self.texts.append("")

    def handle_endtag(self, tag):
        self.handle_starttag(tag, [])

    def handle_data(self, data):
        self.texts[-1] += data
