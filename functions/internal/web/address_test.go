package web

import (
	"strings"
	"testing"
)

func TestWhatTellsWhoSomebodyIsIsTakenOutOfATextAndNothingElse(t *testing.T) {
	t.Parallel()
	const hidden = "[address hidden]"
	for in, want := range map[string]string{
		"":                       "",
		"The night the soup won": "The night the soup won",
		"It is at https://me.example/soup?a=b#c now":  "It is at " + hidden + " now",
		"It is at HTTP://ME.EXAMPLE now":              "It is at " + hidden + " now",
		"see www.me.example/x":                        "see " + hidden,
		"see me.blog/2026/soup, it won":               "see " + hidden + " it won",
		"see me.pizza/soup and 3.5/5 of it":           "see " + hidden + " and 3.5/5 of it",
		"see my.studio":                               "see " + hidden,
		"＠me, @\u200bme and @":                        hidden + " " + hidden + " and " + hidden,
		"@me\u00a0too":                                hidden + "\u00a0too",
		"see instagram.com/me":                        "see " + hidden,
		"write to me.too+soup@mail.example.org":       "write to " + hidden,
		"I am @me on most of them":                    "I am " + hidden + " on most of them",
		"I am @me@social.example there":               "I am " + hidden + " there",
		"a @Ähre and a @名前":                           "a " + hidden + " and a " + hidden,
		"Two: https://a.example https://b.example":    "Two: " + hidden + " " + hidden,
		"1.5 litres, 3.20 euros, at 10.30 p.m., e.g.": "1.5 litres, 3.20 euros, at 10.30 p.m., e.g.",
		"I cook. And I bake.":                         "I cook. And I bake.",
		"Soup.Bread.Cheese":                           hidden, // who can tell?
		"see annposts.kiwi or ann.jetzt":              "see " + hidden + " or " + hidden,
		"ann (at) example dot com, ann[at]example":    hidden + " dot com, " + hidden,
		"﹫me":                 hidden,
		"two lines\nof words": "two lines\nof words",
	} {
		if got := hideAddresses(in); got != want {
			t.Errorf("%q became %q, want %q", in, got, want)
		}
	}
}

func FuzzHideAddresses(f *testing.F) {
	for _, seed := range []string{"", "@", "a@b", "@@@", "https://", "http://@", "HTTPS://x", "httphttp://a://b", "@ me", "＠me", "@\u200bme", "a@b@c", "http://http://"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		got := hideAddresses(text)
		if strings.Contains(strings.ToLower(got), "http://") || strings.Contains(strings.ToLower(got), "https://") || strings.Contains(got, "@") {
			t.Errorf("%q became %q", text, got)
		}
		if again := hideAddresses(got); again != got {
			t.Errorf("%q became %q, and then %q", text, got, again)
		}
	})
}
