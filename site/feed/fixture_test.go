package feed

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

const base = "https://juniper.example"

// at is a time in the agency's zone.
func at(day, hour int) time.Time {
	return time.Date(2026, 3, day, hour, 30, 0, 0, time.FixedZone("CDT", -5*60*60))
}

// blog is a feed of posts with everything a post can have, and one that has
// next to nothing.
func blog() Feed {
	post := base + "/blog/daylight/"
	return Feed{
		Title: "Juniper & Co. blog", Description: "Briefs, fees, and <what> we learn.", Language: "en-US",
		Base: base, Home: base + "/blog/", Self: base + "/blog/", Icon: base + "/icon.png", Hub: "https://hub.example/?a=1&b=2",
		Items: []Item{{
			ID: post, Title: `Daylight is "free" & <good>`, URL: post, Summary: "What a window does.",
			HTML: "<p>See <a href=\"/programs/?a=1&amp;b=2\">programs</a> and <a href=\"#fn-1\">a note</a>.</p>\n" +
				"<p><img src=\"/m/w.webp\" srcset=\"/m/w.webp 1x, /m/w2.webp 2x\" alt=\"a > b ]]> c\"></p>\n<pre>href=\"/text\"</pre>\n",
			Authors: []Author{{Name: "Tess Abara", URL: base + "/people/tess-abara/"}, {Name: "A guest"}},
			Tags:    []string{"light", "how-to & why"}, Published: at(1, 9), Updated: at(4, 10),
			Comments: 12, CommentsURL: post + "#comments", CommentsFeed: post + "comments/", CommentsUpdated: at(5, 11),
			Image: base + "/m/card.png", ImageType: "image/png", ImageBytes: 48213,
		}, {
			ID: "urn:juniper:post:2", Title: "Short", URL: base + "/blog/short/", Published: at(2, 8),
			CommentsURL: base + "/blog/short/#comments", Image: base + "/m/no-length.png",
		}},
	}
}

// thread is a feed of n comments, each but the first an answer to the one
// before it.
func thread(n int) Feed {
	post := base + "/blog/daylight/"
	f := Feed{
		Title: "Comments on Daylight is free", Description: "What was said below “Daylight is free”.", Language: "en",
		Base: base, Home: post, Self: post + "comments/", Updated: at(1, 9),
	}
	for i := range n {
		id := fmt.Sprintf("%s#c-01JV%022d", post, i)
		item := Item{
			ID: id, URL: id, Title: fmt.Sprintf("Reader %d on Daylight is free", i),
			HTML:    "<p>I tried it for a week, &amp; the north window won.<br>\nNo lamp came close to it at four in the afternoon.</p>\n<p>More at <a href=\"https://elsewhere.example/\" rel=\"ugc nofollow noopener\">elsewhere.example</a>.</p>",
			Authors: []Author{{Name: fmt.Sprint("Reader ", i)}}, Published: at(2, i%24), Updated: at(2, i%24),
			InReplyTo: post,
		}
		if i > 0 {
			item.InReplyTo = f.Items[i-1].ID
		}
		f.Items = append(f.Items, item)
	}
	return f
}

// empty is a thread nobody has written in.
func empty() Feed { return thread(0) }

// appended is a feed as text, and checks that what is in the buffer stays.
func appended(t testing.TB, format Format, f Feed) string {
	t.Helper()
	out := string(format.Append([]byte("before"), f))
	if !strings.HasPrefix(out, "before") {
		t.Fatalf("%v does not append: %.20q", format, out)
	}
	return out[len("before"):]
}
