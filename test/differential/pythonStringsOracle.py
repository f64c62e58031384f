"""What Python itself says of the strings in sources.

Reads a JSON list of sources from standard input; prints for each null (it is no Python), or a list of [text, plain] for its string expressions:
what is only known when the program runs is "\\0" in the text; plain means that there is no backslash in the expression.
"""

import ast
import json
import sys
import warnings

HOLE = "\0"
warnings.simplefilter("ignore")


def text_of(node):
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(text_of(part) for part in node.values)
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return text_of(node.left) + text_of(node.right)
    return HOLE


def has_text(node):
    if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Add):
        return has_text(node.left) or has_text(node.right)
    return isinstance(node, ast.JoinedStr) or (isinstance(node, ast.Constant) and isinstance(node.value, str))


def strings(source):
    found = []

    def visit(node, parent):
        is_part = isinstance(parent, ast.JoinedStr) or (isinstance(parent, ast.FormattedValue) and node is parent.format_spec)
        is_added = isinstance(parent, ast.BinOp) and (isinstance(parent.op, ast.Add) or has_text(node))
        is_made = isinstance(parent, (ast.Attribute, ast.Subscript)) and node is parent.value
        if has_text(node) and not (is_part or is_added or is_made):
            segment = ast.get_source_segment(source, node) or ""
            found.append([text_of(node), "\\" not in segment])
        for child in ast.iter_child_nodes(node):
            visit(child, node)

    visit(ast.parse(source), None)
    return found


def answer(source):
    try:
        return strings(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return None


json.dump([answer(source) for source in json.load(sys.stdin)], sys.stdout)
