package generate

import (
	"testing"

	"greenroom/site/theme"
)

// Views that differ anywhere have different hashes, also where one text ends
// and the next begins.
func TestHashTellsViewsApart(t *testing.T) {
	t.Parallel()
	link := func(title string) *theme.Link { return &theme.Link{Title: title} }
	views := []any{
		theme.PostPage{},
		theme.PostPage{Title: "a"},
		theme.PostPage{Slug: "a"},
		theme.PostPage{Slug: "a", Title: "b"},
		theme.PostPage{Slug: "ab"},
		theme.PostPage{Newer: link("")},
		theme.PostPage{Older: link("")},
		theme.PostPage{Newer: link("a")},
		theme.PostPage{Tags: []string{"a", "b"}},
		theme.PostPage{Tags: []string{"ab"}},
		theme.PostPage{Tags: []string{"ab", ""}},
		theme.PostPage{Thread: theme.Thread{Comments: []theme.Comment{{Replies: []theme.Comment{{}}}}}},
		theme.PostPage{Thread: theme.Thread{Comments: []theme.Comment{{}, {}}}},
	}
	h := newHasher()
	seen := map[[32]byte]int{}
	for i, view := range views {
		sum := h.of("x", view)
		if other, twice := seen[sum]; twice {
			t.Errorf("views %d and %d have one hash", other, i)
		}
		seen[sum] = i
		if sum != newHasher().of("x", view) {
			t.Errorf("view %d has another hash the second time", i)
		}
	}
	if h.of("x", views[0]) == h.of("y", views[0]) {
		t.Error("the name does not count")
	}
}
