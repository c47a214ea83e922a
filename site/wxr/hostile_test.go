package wxr

import (
	"fmt"
	"io"
	"os"
	"runtime"
	"strings"
	"testing"
)

const (
	top    = `<?xml version="1.0" encoding="UTF-8"?><rss xmlns:wp="http://wordpress.org/export/1.2/" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/"><channel><wp:wxr_version>1.2</wp:wxr_version><link>https://old.example</link>` + "\n"
	bottom = `</channel></rss>`
)

// one is an export of one post.
func one(body, more string) string {
	return top + `<item><title>One</title><dc:creator>x</dc:creator><content:encoded><![CDATA[` + body + `]]></content:encoded><wp:post_id>1</wp:post_id><wp:post_date_gmt>2020-01-01 00:00:00</wp:post_date_gmt><wp:post_name>one</wp:post_name><wp:status>publish</wp:status><wp:post_type>post</wp:post_type>` + more + `</item>` + bottom
}

// carried is the Markdown that a body of HTML becomes, and the notes.
func carried(t testing.TB, body string) (markdown, left string) {
	t.Helper()
	r, err := Read(strings.NewReader(one(body, "")), options(t))
	if err != nil {
		t.Fatal(err)
	}
	load(t, r)
	_, markdown, _ = strings.Cut(strings.TrimPrefix(string(r.Files["posts/one.md"]), "---\n"), "---\n")
	var notes []string
	for _, n := range r.Left {
		notes = append(notes, n.What)
	}
	return strings.TrimSpace(markdown), strings.Join(notes, "\n")
}

func TestWhatCannotBeReadNamesTheLine(t *testing.T) {
	t.Parallel()
	bomb := `<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;">]>` + "\n" + `<rss><channel><title>&b;</title></channel></rss>`
	for _, c := range []struct{ name, export, want string }{
		{"nothing", "", "line 1: there is no wp:wxr_version in it: make the file with Tools → Export"},
		{"something else", "<html></html>", "line 1: begins with <html>: a WordPress export begins with <rss>"},
		{"words", "Dear sir", "line 1: there is no wp:wxr_version in it: make the file with Tools → Export"},
		{"an ordinary feed", "<rss>\n<channel><item><title>x</title></item></channel></rss>", "line 2: there is no wp:wxr_version in it: make the file with Tools → Export"},
		{"cut off", top + "<item>\n<title>x", "XML syntax error on line 3: unexpected EOF: make the file again with Tools → Export, and keep it as UTF-8"},
		{"crossed tags", top + "<item>\n<a><b></a></b></item>" + bottom, "XML syntax error on line 3: element <b> closed by </a>: make the file again with Tools → Export, and keep it as UTF-8"},
		{"no UTF-8", top + "<title>\xff</title>" + bottom, "XML syntax error on line 2: invalid UTF-8: make the file again with Tools → Export, and keep it as UTF-8"},
		{"a bomb of entities", bomb, "XML syntax error on line 2: invalid character entity &b;: make the file again with Tools → Export, and keep it as UTF-8"},
		{"an unknown encoding", `<?xml version="1.0" encoding="klingon"?><rss></rss>`, `line 1: xml: opening charset "klingon": unknown encoding "klingon": save the export as UTF-8`},
		{"an element without end", top + "<item><title>" + strings.Repeat("x", maxItem+1<<16) + "</title></item>" + bottom, "line 2: an element has over 32 MB: take it out"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r, err := Read(strings.NewReader(c.export), options(t))
			if err == nil || r != nil || !strings.HasSuffix(err.Error(), c.want) {
				t.Errorf("Read = %v, want %s", err, c.want)
			}
		})
	}
}

func TestAFailingReaderIsAnError(t *testing.T) {
	t.Parallel()
	_, err := Read(io.MultiReader(strings.NewReader(top), broken{}), options(t))
	if err == nil || !strings.Contains(err.Error(), os.ErrClosed.Error()) {
		t.Errorf("error = %v", err)
	}
}

type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, os.ErrClosed }

func TestAnotherEncodingAndControlCharactersAreRead(t *testing.T) {
	t.Parallel()
	export := strings.Replace(one("Gr\xfc\xdfe \x08\x0bund so weiter", ""), "UTF-8", "ISO-8859-1", 1)
	r, err := Read(strings.NewReader(export), options(t))
	if err != nil {
		t.Fatal(err)
	}
	if text := string(r.Files["posts/one.md"]); !strings.Contains(text, "\nGrüße und so weiter\n") {
		t.Errorf("%s", text)
	}
	if len(r.Left) != 1 || r.Left[0].What != "2 control characters taken out" {
		t.Errorf("left = %v", r.Left)
	}
}

// A body may hold anything. Each of these comes out, or is left with a note,
// in bounded time and memory.
func TestHostileBodies(t *testing.T) {
	t.Parallel()
	for name, body := range map[string]string{
		"nested quotes":         strings.Repeat("<blockquote>", 100_000),
		"nested bold":           strings.Repeat("<b>", 200_000),
		"nested links":          strings.Repeat("<a href=/x>", 50_000),
		"nested tables":         strings.Repeat("<table><tr><td>", 5_000),
		"nested lists":          strings.Repeat("<ul><li>x", 300),
		"bold in every part":    "<p>" + strings.Repeat("<font color=1>", 400) + "</p>" + strings.Repeat("<p>x</p>", 50_000),
		"brackets":              strings.Repeat("[", 100_000),
		"shortcodes":            strings.Repeat("[x a=1]", 50_000),
		"shortcodes, closed":    strings.Repeat("[a][/b]", 50_000),
		"less than":             strings.Repeat("<", 200_000),
		"stars":                 strings.Repeat("*a **b", 50_000),
		"backticks":             "<code>" + strings.Repeat("`", 50_000) + "</code>",
		"headings":              strings.Repeat("<h2>a</h2>", 20_000),
		"at signs":              strings.Repeat("a@b.cc ", 50_000),
		"at signs, joined":      strings.Repeat("a@b.cc@", 50_000),
		"addresses":             strings.Repeat("https://x.example/a ", 10_000),
		"empty paragraphs":      strings.Repeat("<p></p>", 50_000),
		"one long word":         strings.Repeat("a", 900_000),
		"over the limit":        strings.Repeat("words ", 200_000),
		"pre without end":       strings.Repeat("<pre>", 10_000),
		"comment without end":   "<!-- wp:x " + strings.Repeat("<!--", 10_000),
		"wide table":            "<table><tr>" + strings.Repeat("<td>x</td>", 20_000) + "</tr></table>",
		"spans":                 "<table><tr><td colspan=100000 rowspan=100000>x</td></tr><tr><td>y</td></tr></table>",
		"lines":                 strings.Repeat("a\n", 100_000),
		"escapes as Markdown":   strings.Repeat("&lt;b&gt;_*[x](y)", 20_000),
		"definition lists":      strings.Repeat("<dl><dt>a<dd>b", 200),
		"svg and math":          strings.Repeat("<svg><math>", 5_000),
		"template and noscript": strings.Repeat("<template><noscript>", 2_000),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			markdown, left := carried(t, body)
			if markdown == "" && left == "" && name != "empty paragraphs" && name != "svg and math" && name != "comment without end" && name != "pre without end" &&
				name != "nested quotes" && name != "nested bold" && name != "nested links" && name != "template and noscript" {
				t.Error("it is gone without a word")
			}
		})
	}
}

func TestAThousandCommentsInACircleAndAChainOfTheUnapproved(t *testing.T) {
	t.Parallel()
	var comments strings.Builder
	comment := func(id, parent int, approved string) {
		fmt.Fprintf(&comments, "<wp:comment><wp:comment_id>%d</wp:comment_id><wp:comment_author>A</wp:comment_author><wp:comment_date_gmt>2020-01-02 00:00:00</wp:comment_date_gmt><wp:comment_content>x</wp:comment_content><wp:comment_approved>%s</wp:comment_approved><wp:comment_parent>%d</wp:comment_parent></wp:comment>", id, approved, parent)
	}
	for n := range 1000 {
		comment(n+1, (n+1)%1000+1, "1") // 1 answers 2, … 1000 answers 1
	}
	for n := 2000; n < 12_000; n++ {
		comment(n, n-1, "0")
		comment(n+20_000, n, "1")
	}
	r, err := Read(strings.NewReader(one("x", comments.String())), options(t))
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSpace(string(r.Records["one.ndjson"])), "\n")
	first, roots := "", 0
	for _, line := range lines {
		if strings.Contains(line, `"parent":""`) {
			roots++
		}
		if first == "" {
			first = line
		}
	}
	// The circle has one beginning. Who answered somebody that is not carried
	// has nobody above, for the whole chain is not.
	if len(lines) != 11_000 || roots != 10_001 || !strings.Contains(first, `"parent":""`) {
		t.Errorf("%d comments, %d of them begin a thread, the first is %s", len(lines), roots, first)
	}
}

// What is not wanted is not kept: an export of 30 MB that is all revisions
// takes no more memory than one of them.
func TestALargeExportIsNotHeld(t *testing.T) {
	revision := "<item><title>x</title><content:encoded><![CDATA[" + strings.Repeat("words ", 10_000) + "]]></content:encoded><wp:post_id>9</wp:post_id><wp:post_type>revision</wp:post_type><wp:postmeta><wp:meta_value>x</wp:meta_value></wp:postmeta></item>\n"
	parts := []io.Reader{strings.NewReader(top)}
	for range 500 {
		parts = append(parts, strings.NewReader(revision))
	}
	e, err := readExport(io.MultiReader(append(parts, strings.NewReader(bottom))...))
	if err != nil {
		t.Fatal(err)
	}
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	if m.HeapAlloc > 20<<20 {
		t.Errorf("%d MB are held after it", m.HeapAlloc>>20)
	}
	if e.others["revision"].count != 500 {
		t.Errorf("%d revisions", e.others["revision"].count)
	}
}

func FuzzRead(f *testing.F) {
	for _, file := range []string{"classic", "blocks", "odd"} {
		data, err := os.ReadFile("testdata/" + file + ".xml")
		if err != nil {
			f.Fatal(err)
		}
		f.Add(data)
	}
	for _, body := range []string{"[caption]<img src=x>x[/caption]", "<table><td><h1>x", "<a href='mailto:a@b.cc'>a@b.cc</a>", "<dl><dt>x<dd>y", "<pre>\n```\n</pre>", "a &#64; b", "[[x]]", "<ol><li><p>a<ul><li>b"} {
		f.Add([]byte(one(body, "")))
	}
	o := options(f)
	f.Fuzz(func(t *testing.T, data []byte) {
		r, err := Read(strings.NewReader(string(data)), o)
		if err != nil {
			return
		}
		load(t, r)
		for name := range r.Files {
			if strings.Contains(name, "..") || strings.Count(name, "/") != 1 {
				t.Fatalf("file name %q", name)
			}
		}
		for _, n := range r.Left {
			if n.What == "" || n.Fix == "" || strings.ContainsAny(n.String(), "\n\r") {
				t.Fatalf("note %q", n)
			}
		}
	})
}
