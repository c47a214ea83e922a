package wxr

import (
	"bytes"
	"strings"
	"testing"
	"time"

	"greenroom/site/content"
	"greenroom/site/generate"
)

func TestRecordsAreWhatTheGeneratorReads(t *testing.T) {
	t.Parallel()
	for _, name := range []string{"classic", "odd"} {
		r := read(t, "testdata/"+name+".xml", options(t))
		var all bytes.Buffer
		for slug, lines := range r.Records {
			if !content.IsSlug(strings.TrimSuffix(slug, ".ndjson")) || r.Files["posts/"+strings.TrimSuffix(slug, ".ndjson")+".md"] == nil {
				t.Errorf("%s is of no post", slug)
			}
			all.Write(lines)
		}
		comments, err := generate.ReadRecords(&all)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		seen := map[string]bool{}
		for _, c := range comments {
			if c.Parent != "" && !seen[c.Parent] && name == "classic" {
				t.Errorf("%s answers %s, which does not stand before it", c.ID, c.Parent)
			}
			seen[c.ID] = true
		}
		if len(comments) < 3 {
			t.Errorf("%s: %d comments", name, len(comments))
		}
	}
}

func TestTheIDOfACommentIsOfItsMomentAndNumber(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 5, 1, 10, 0, 0, 0, time.UTC)
	first, second, later := ulid(at, "1"), ulid(at, "2"), ulid(at.Add(time.Millisecond), "1")
	if first == second || first[:10] != second[:10] || later[:10] <= first[:10] || ulid(at, "1") != first {
		t.Errorf("ids %s, %s, %s", first, second, later)
	}
	if got := "01KQHFP680"; first[:10] != got {
		t.Errorf("the moment is %s, want %s", first[:10], got)
	}
}

// comment is one comment of an export.
func comment(id, author, parent, approved, text string) string {
	return "<wp:comment><wp:comment_id>" + id + "</wp:comment_id><wp:comment_author><![CDATA[" + author + "]]></wp:comment_author>" +
		"<wp:comment_author_email>ann@mail.example</wp:comment_author_email><wp:comment_author_IP>192.0.2.1</wp:comment_author_IP>" +
		"<wp:comment_date_gmt>2020-01-02 00:00:0" + id + "</wp:comment_date_gmt><wp:comment_content><![CDATA[" + text + "]]></wp:comment_content>" +
		"<wp:comment_approved>" + approved + "</wp:comment_approved><wp:comment_parent>" + parent + "</wp:comment_parent></wp:comment>"
}

// threads returns the comments of a post as "number answers number".
func threads(t *testing.T, comments string) []string {
	t.Helper()
	r, err := Read(strings.NewReader(one("x", comments)), options(t))
	if err != nil {
		t.Fatal(err)
	}
	kept, err := generate.ReadRecords(bytes.NewReader(r.Records["one.ndjson"]))
	if err != nil {
		t.Fatal(err)
	}
	number := map[string]string{"": "nobody"}
	for _, c := range kept {
		number[c.ID] = c.Text
	}
	var said []string
	for _, c := range kept {
		said = append(said, c.Text+" answers "+number[c.Parent])
	}
	return said
}

func TestThreads(t *testing.T) {
	t.Parallel()
	say := func(id, parent string) string { return comment(id, "A", parent, "1", id) }
	held := func(id, parent string) string { return comment(id, "A", parent, "0", id) }
	for name, c := range map[string]struct{ comments, want string }{
		"answers":                            {say("1", "0") + say("2", "1") + say("3", "2"), "1 answers nobody, 2 answers 1, 3 answers 2"},
		"written in another order":           {say("3", "2") + say("1", "0") + say("2", "1"), "1 answers nobody, 2 answers 1, 3 answers 2"},
		"a parent that is not there":         {say("1", "9"), "1 answers nobody"},
		"a parent that nobody approved":      {say("1", "0") + held("2", "1") + held("3", "2") + say("4", "3") + say("5", "3"), "1 answers nobody, 4 answers 1, 5 answers 1"},
		"itself":                             {say("1", "1"), "1 answers nobody"},
		"a circle":                           {say("1", "3") + say("2", "1") + say("3", "2"), "1 answers nobody, 2 answers 1, 3 answers 2"},
		"a circle that an older one answers": {say("1", "3") + say("2", "3") + say("3", "2"), "1 answers 3, 2 answers nobody, 3 answers 2"},
		"a circle of the unapproved":         {held("1", "2") + held("2", "1") + say("3", "1"), "3 answers nobody"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(threads(t, c.comments), ", "); got != c.want {
				t.Errorf("%s, want %s", got, c.want)
			}
		})
	}
}

func TestCommentsAreCarriedAsTextWithoutAddresses(t *testing.T) {
	t.Parallel()
	for written, want := range map[[2]string][2]string{
		{"Ann", "<p>a</p>\n<p>b<br />\nc</p>"}:                            {"Ann", "a\n\nb\nc"},
		{"Ann &amp; Bo", "a &lt;b&gt;\n\n\n\nc"}:                          {"Ann & Bo", "a <b>\n\nc"},
		{" ", "see <a href='https://x.example/'>this</a>"}:                {"Anonymous", "see this (https://x.example/)"},
		{"ann@localhost", "<a href='https://x.example/'>x.example</a>"}:   {"Anonymous", "x.example (https://x.example/)"},
		{"ann@mail.example", "mail ann&#64;mail.example"}:                 {"Anonymous", "mail (address removed)"},
		{"<b>Ann</b>\u202e", "<a href='javascript:x()'>x</a> ann%40x.cc"}: {"Ann", "x (address removed)"},
		{"Ann", "<ul><li>a</li><li>b</li></ul><script>c</script>d"}:       {"Ann", "- a\n- b\n\nd"},
	} {
		r, err := Read(strings.NewReader(one("x", comment("1", written[0], "0", "1", written[1]))), options(t))
		if err != nil {
			t.Fatal(err)
		}
		kept, err := generate.ReadRecords(bytes.NewReader(r.Records["one.ndjson"]))
		if err != nil || len(kept) != 1 || kept[0].Name != want[0] || kept[0].Text != want[1] {
			t.Errorf("%q became %+v, %v, want %q", written, kept, err, want)
		}
	}
}
