"""Forms and their templates: what rules speak about, read from YAML or JSON with every digit and every place kept."""

from perfrules.forms.batch_file import NOTHING_STATED, BatchFile, is_batch_file, load_batch, load_statement
from perfrules.forms.codes import CODES
from perfrules.forms.form import Cell, Form, Note, Row
from perfrules.forms.held import Held
from perfrules.forms.load import LoadedForms, load_forms, make_form
from perfrules.forms.spelled import form_yaml
from perfrules.forms.template import CELLS, FIGURES, About, Field, Kind, Part, Template, Templates
from perfrules.forms.template_file import load_template, read_templates, shipped_templates

__all__ = [
    "CELLS",
    "CODES",
    "FIGURES",
    "NOTHING_STATED",
    "About",
    "BatchFile",
    "Cell",
    "Field",
    "Form",
    "Held",
    "Kind",
    "LoadedForms",
    "Note",
    "Part",
    "Row",
    "Template",
    "Templates",
    "form_yaml",
    "is_batch_file",
    "load_batch",
    "load_forms",
    "load_statement",
    "load_template",
    "make_form",
    "read_templates",
    "shipped_templates",
]
