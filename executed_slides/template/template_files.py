"""The files of templates, read as every file is that users edit."""

from collections.abc import Callable

from jinja2 import BaseLoader, Environment, TemplateNotFound
from jinja2.loaders import split_template_path

from executed_slides.base.files import is_there, read_utf8, text_of
from executed_slides.base.folders import Folders


class TemplateFiles(BaseLoader):
    """Finds templates by their names in `templates/`, where Jinja's own loader would.

    A compiled one holds while its text is the same: two saves may have one time.
    """

    def __init__(self, folders: Folders):
        self.folders = folders

    def get_source(
        self, environment: Environment, template: str
    ) -> tuple[str, str, Callable[[], bool]]:
        """A template's text and file. Raises Unreadable, TemplateNotFound where there is none."""
        path = self.folders.templates.joinpath(*split_template_path(template))
        if not is_there(path):
            raise TemplateNotFound(template)
        source = read_utf8(path, self.folders.shown(path))
        return source, str(path), lambda: text_of(path) == source
