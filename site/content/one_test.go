package content

import (
	"strings"
	"testing"
)

func TestOneFileIsCheckedAsInATree(t *testing.T) {
	t.Parallel()
	config, err := LoadConfig(tree(t, "testdata/valid.txtar"))
	if err != nil {
		t.Fatal(err)
	}
	const front = "---\ntitle: T\ndate: 2026-05-01\ndescription: D.\nauthors: [ada-stone]\n"
	tests := []struct{ name, file, text, want string }{
		{"nothing is wrong", "posts/a.md", front + "---\nText.\n", ""},
		{"unknown key", "posts/a.md", front + "titel: x\n---\n", `posts/a.md:6: unknown key "titel": did you mean "title"?`},
		{"address", "posts/a.md", front + "---\n\nann@mail.example\n", "posts/a.md:8: address ann@mail.example is not the agency's: leave it out or use one that ends in @juniper.example"},
		{"address of the moderators", "posts/a.md", front + "---\nmoderators@juniper.example", "posts/a.md:7: address moderators@juniper.example is for moderators only: use another of the agency's addresses"},
		{"hidden character", "posts/a.md", front + "---\na\u202Eb", "posts/a.md:7: character U+202E is not allowed: delete it: it cannot be seen, or turns text around"},
		{"no slug", "posts/A b.md", front + "---\n", `posts/A b.md:1: file name "A b" is no slug: rename it: lower-case letters, digits and single hyphens, up to 80`},
		{"address of a list", "posts/tag.md", front + "---\n", "posts/tag.md:1: address /blog/tag/ is taken by the site itself: choose another"},
		{"address of a year", "posts/2026.md", front + "---\n", "posts/2026.md:1: address /blog/2026/ is taken by the site itself: choose another"},
		{"too long", "posts/a.md", strings.Repeat("x", maxFile+1), "posts/a.md:1: is over 1 MB: shorten it"},
		{"a person", "people/ann.md", "---\ntitle: Ann\n---\n", "people/ann.md:1: missing key \"description\": add description: \"some text\"\npeople/ann.md:1: missing key \"role\": add role: \"some text\""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			if _, problems := Check(config, test.file, test.text); problems.Error() != test.want {
				t.Errorf("got %v, want %s", problems, test.want)
			}
		})
	}
}
