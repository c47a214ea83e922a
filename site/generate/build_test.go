package generate

import (
	"bytes"
	"errors"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"greenroom/site/content"
)

// One approved comment makes these pages again, and no others.
func TestOneCommentTouchesOnlyWhatShowsIt(t *testing.T) {
	t.Parallel()
	b, target, in := newBuilder(4), newMemory(), Input{Content: fixture(t), Comments: fixtureComments(t)}
	build(t, b, in, target)
	in.Comments = append(in.Comments, Comment{
		Post: "oldest", ID: "01JV0000000000000000000100", Name: "Reader", At: in.Comments[0].At.Add(time.Hour), Text: "A late word",
	})
	target.log = nil
	result := build(t, b, in, target)
	want := []string{
		"blog/2026/index.html",   // counts comments, as all lists do
		"blog/atom.xml",          // so do feeds of posts
		"blog/comments/atom.xml", // what was said last, anywhere
		"blog/comments/feed.json",
		"blog/comments/feed.xml",
		"blog/comments/index.html",
		"blog/feed.json",
		"blog/feed.xml",
		"blog/index.html",
		"blog/oldest/comments-atom.xml", // the thread as a feed
		"blog/oldest/comments.json",
		"blog/oldest/comments.xml",
		"blog/oldest/index.html", // the thread
		"index.html",
		"people/ada-stone/atom.xml",
		"people/ada-stone/feed.json",
		"people/ada-stone/feed.xml",
		"people/ada-stone/index.html",
	}
	if diff := cmp.Diff(want, result.Rendered); diff != "" {
		t.Errorf("rendered (-want +got):\n%s", diff)
	}
	want = slices.DeleteFunc(want, func(name string) bool { // JSON Feed counts no comments
		return name == "blog/feed.json" || name == "people/ada-stone/feed.json"
	})
	if diff := cmp.Diff(want, result.Written); diff != "" {
		t.Errorf("written (-want +got):\n%s", diff)
	}
	wantLog := []string{
		"write " + manifestName,                                             // says which files are about to be others
		"write blog/oldest/index.html", "write people/ada-stone/index.html", // pages
		"write blog/2026/index.html", "write blog/comments/index.html", "write blog/index.html", "write index.html", // lists
	}
	if diff := cmp.Diff(wantLog, target.log[:len(wantLog)]); diff != "" {
		t.Errorf("order of writing (-want +got):\n%s", diff)
	}
	if last := target.log[len(target.log)-1]; last != "write "+manifestName {
		t.Errorf("the last thing done: %s", last)
	}
	if page := target.files["blog/oldest/index.html"]; !bytes.Contains(page, []byte("A late word")) {
		t.Error("the comment is not on its page")
	}
	fresh := newMemory()
	build(t, newBuilder(1), in, fresh)
	if diff := cmp.Diff(fresh.site(), target.site()); diff != "" {
		t.Errorf("differs from a build from nothing (-fresh +incremental):\n%s", diff)
	}
}

func TestSameInputWritesNothing(t *testing.T) {
	t.Parallel()
	target, in := newMemory(), Input{Content: fixture(t), Comments: fixtureComments(t)}
	b := newBuilder(2)
	build(t, b, in, target)
	target.log = nil
	if again := build(t, b, in, target); len(again.Rendered)+len(again.Written)+len(again.Removed) > 0 || again.Bytes == 0 || again.Pages == 0 {
		t.Errorf("the same builder: %+v", again)
	}
	other := build(t, newBuilder(2), in, target)
	if len(other.Rendered)+len(other.Written)+len(other.Removed) > 0 {
		t.Errorf("another builder: %+v", other)
	}
	if len(target.log) > 0 {
		t.Errorf("done to the target: %v", target.log)
	}
}

func TestWhatIsGoneIsRemovedAndNothingElse(t *testing.T) {
	t.Parallel()
	target, in := newMemory(), Input{Content: fixture(t)}
	target.files["CNAME"] = []byte("not ours")
	b := newBuilder(2)
	build(t, b, in, target)
	delete(in.Content.(fstest.MapFS), "posts/middle.md")
	delete(in.Content.(fstest.MapFS), "media/brief.txt")
	target.log = nil
	result := build(t, b, in, target)
	if diff := cmp.Diff([]string{
		"blog/middle/card.png", "blog/middle/comments-atom.xml", "blog/middle/comments.json", "blog/middle/comments.xml",
		"blog/middle/index.html", "media/brief.txt",
	}, result.Removed); diff != "" {
		t.Errorf("removed (-want +got):\n%s", diff)
	}
	if string(target.files["CNAME"]) != "not ours" {
		t.Error("a file that is not ours is gone")
	}
	n := len(target.log)
	if last := target.log[n-7:]; !strings.HasPrefix(last[0], "remove ") || last[6] != "write "+manifestName {
		t.Errorf("the last things done: %v", last)
	}
}

func TestFilesOfOthersAreNotReplaced(t *testing.T) {
	t.Parallel()
	target := newMemory()
	target.files["index.html"] = []byte("somebody's own page")
	_, err := newBuilder(2).Build(t.Context(), Input{Content: fixture(t)}, target)
	if err == nil || !strings.Contains(err.Error(), "index.html would be replaced and not by their owner: move them away") {
		t.Errorf("Build = %v", err)
	}
	if len(target.log) > 0 || len(target.files) != 1 {
		t.Errorf("done to the target: %v", target.log)
	}
}

func TestNothingIsWrittenWhenSomethingIsWrong(t *testing.T) {
	t.Parallel()
	b, target, in := newBuilder(2), newMemory(), Input{Content: fixture(t), Comments: fixtureComments(t)}
	build(t, b, in, target)
	before := target.names()
	target.log = nil
	words := in.Content.(fstest.MapFS)
	words["posts/a.md"] = &fstest.MapFile{Data: []byte("---\ntitel: A\ndate: 2026-05-01\ndescription: A.\nauthors: [ada-stone]\n---\nSee [this](/nowhere/) and\n[that](/about/#how-it-work), [draft](/blog/draft/) <b>x</b>.\n")}
	words["site.yaml"] = &fstest.MapFile{Data: bytes.Replace(words["site.yaml"].Data, []byte("/programs/"), []byte("/program/"), 1)}
	in.Comments = append(in.Comments, Comment{Post: "nowhere", ID: "x", Staff: "nobody"})
	_, err := b.Build(t.Context(), in, target)
	want := `posts/a.md:1: missing key "title": add title: "some text"
posts/a.md:2: unknown key "titel": did you mean "title"?
posts/a.md:7: link to /nowhere/, which does not exist: correct it or take it out
posts/a.md:8: HTML is not allowed: </b>: write Markdown; for a plain < write &lt;
posts/a.md:8: HTML is not allowed: <b>: write Markdown; for a plain < write &lt;
posts/a.md:8: link to /about/#how-it-work: that page has no heading #how-it-work: did you mean #how-it-works?
posts/a.md:8: link to /blog/draft/, which is not published: posts/draft.md is a draft: publish it or take the link out
records:9: unknown person "nobody": bring people/nobody.md back, or take the comment out
records:9: unknown post "nowhere": bring posts/nowhere.md back, or take the comment out
site.yaml:8: link to /program/, which does not exist: did you mean /programs/?`
	problems, ok := errors.AsType[content.Problems](err)
	if !ok {
		t.Fatalf("Build = %v, want Problems", err)
	}
	if diff := cmp.Diff(want, problems.Error()); diff != "" {
		t.Errorf("problems (-want +got):\n%s", diff)
	}
	if len(target.log) > 0 || !slices.Equal(before, target.names()) {
		t.Errorf("done to the target: %v", target.log)
	}
}

func TestUnpublishedWordsStayIn(t *testing.T) {
	t.Parallel()
	for name, data := range built(t).files {
		for _, secret := range []string{"Unfinished secret", "Embargoed secret", "Secret comment", "moderators@", "nobody may read"} {
			if bytes.Contains(bytes.ToLower(data), []byte(strings.ToLower(secret))) {
				t.Errorf("%s holds %q", name, secret)
			}
		}
	}
}

func TestEditedAssetsReachEveryPage(t *testing.T) {
	t.Parallel()
	assets := fixtureAssets().(fstest.MapFS)
	b, target, in := New(Options{Workers: 2, Assets: assets}), newMemory(), Input{Content: fixture(t)}
	first := build(t, b, in, target)
	assets["css/site.css"] = &fstest.MapFile{Data: []byte("body{color:red}")}
	second := build(t, b, in, target)
	if got, want := len(second.Rendered), first.Pages+2; got != want {
		t.Errorf("%d files rendered, want %d: every page, the signpost and the style", got, want)
	}
	if len(second.Removed) != 1 || !strings.HasPrefix(second.Removed[0], "assets/site.") {
		t.Errorf("removed %v, want the old style", second.Removed)
	}
	address, err := AssetAddresses(assets)
	if err != nil || target.files[strings.TrimPrefix(address.CSS, "/")] == nil {
		t.Errorf("no style at %q, %v", address.CSS, err)
	}
}

func TestBuildNeedsADay(t *testing.T) {
	t.Parallel()
	words := fixture(t)
	words["site.yaml"] = &fstest.MapFile{Data: bytes.Replace(words["site.yaml"].Data, []byte("as_of: 2026-05-12\n"), nil, 1)}
	if _, err := newBuilder(1).Build(t.Context(), Input{Content: words}, newMemory()); err == nil || !strings.Contains(err.Error(), "-as-of") {
		t.Errorf("Build = %v", err)
	}
}

func TestDamagedManifestIsReported(t *testing.T) {
	t.Parallel()
	target := newMemory()
	target.files[manifestName] = appendLine([]byte(manifestHead), "../../etc/passwd", knownFile{})
	_, err := newBuilder(1).Build(t.Context(), Input{Content: fixture(t)}, target)
	if err == nil || !strings.Contains(err.Error(), "line 2 of .greenroom-manifest is damaged") {
		t.Errorf("Build = %v", err)
	}
}

// A preview shows what is not published yet, and says so on its page.
func TestPreviewShowsWhatWaits(t *testing.T) {
	t.Parallel()
	target := newMemory()
	build(t, newBuilder(1), Input{Content: fixture(t), Preview: true}, target)
	for page, ribbon := range map[string]string{
		"blog/draft/index.html":    "Draft: not published",
		"blog/tomorrow/index.html": "Not published until 13 May 2026",
		"blog/middle/index.html":   "",
	} {
		html := string(target.files[page])
		if html == "" || !strings.Contains(html, ribbon) || ribbon == "" && strings.Contains(html, "ot published") {
			t.Errorf("%s: %d bytes, want the ribbon %q", page, len(html), ribbon)
		}
	}
}
