package publish_test

import (
	"io/fs"
	"testing"
	"testing/fstest"

	"greenroom/functions/internal/publish"
)

func TestWhatATextCanLinkTo(t *testing.T) {
	t.Parallel()
	p := newPress(t)
	p.tree["media/light.jpg"] = &fstest.MapFile{Data: []byte("x")}
	p.tree["posts/later.md"] = &fstest.MapFile{Data: []byte("---\ntitle: Later\ndate: 2026-06-01\ndescription: L.\nauthors: [devon-achterberg]\n---\n")}
	p.released(guestForm())
	edition, err := publish.ReadAll(t.Context(), p.Table, fs.FS(p.tree), nil, "", p.clock.Now())
	if err != nil {
		t.Fatal(err)
	}
	for address, want := range map[string]bool{
		"/": true, "/blog/": true, "/people/": true, "/programs/": true, "/feeds/": true, "/blog/comments/": true, "/blog/" + post + "/": true,
		"/blog/what-i-asked-for/": true, "/people/ann-quill/": true, "/people/devon-achterberg/": true, "/media/light.jpg": true,
		"/blog/later/": false, "/blog/none/": false, "/people/none/": false, "/media/none.jpg": false, "/home/": false, "/desk/": false, "/me/": false,
		"/blog": false, "//blog/": false, "/blog/" + post + "/x/": false, "": false, "/blog/?a=b": false, "/blog/#x": false, "/programs/none/": false,
	} {
		if edition.Has(address) != want {
			t.Errorf("Has(%q) is %v", address, !want)
		}
	}
	for address, want := range map[string]bool{"/blog/later/": false, "/blog/" + post + "/": false, "/people/devon-achterberg/": false, "/blog/none/": true, "/people/none/": true} {
		if edition.Free(address) != want {
			t.Errorf("Free(%q) is %v", address, !want)
		}
	}
}
