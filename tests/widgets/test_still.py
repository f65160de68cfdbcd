from __future__ import annotations

from kpilab.widgets.still import plain, still_html, still_text


def test_the_heading_is_escaped_and_the_note_can_be_another() -> None:
    page = still_html("<b>x</b>", "<p>ready</p>", note="Run & see.")
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert "<p>ready</p>" in page
    assert "Run &amp; see." in page
    assert still_text("x", "", "y", note="Run & see.") == "x\ny\n[Run & see.]"


def test_plain_keeps_words_and_drops_styles_and_scripts() -> None:
    markup = "<style>p{}</style><script>x()</script><h3>June</h3><p>5 &lt; 6<br>next</p><ul><li>a</li><li>b</li></ul>"
    assert plain(markup) == "June\n5 < 6\nnext\na\nb"


def test_plain_puts_a_row_on_a_line() -> None:
    table = "<table>\n<tr>\n<th></th>\n<th>base</th>\n</tr>\n<tr>\n<th>members</th>\n<td>40</td>\n</tr></table>"
    assert plain(table) == "base\nmembers | 40"
