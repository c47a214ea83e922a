package theme_test

import (
	"bytes"
	"fmt"
	"strings"
	"testing"

	"github.com/a-h/templ"

	"greenroom/site/theme"
)

// A post as most are: of 900 words, with a handful of comments.
func BenchmarkPost5Comments(b *testing.B) { benchmarkPost(b, 5) }

func BenchmarkPost50Comments(b *testing.B) { benchmarkPost(b, 50) }

func benchmarkPost(b *testing.B, comments int) {
	page := postPage()
	page.Body = strings.Repeat("<p>"+strings.Repeat("Words that nobody reads twice. ", 30)+"</p>\n", 6)
	page.Contents = nil
	page.Thread = theme.Thread{Count: comments, Feeds: page.Thread.Feeds}
	for i := range comments {
		c := comment(fmt.Sprint(i), "Reader")
		c.Text = "Thank you for this. I had wondered.\n\nDo you keep what was refused? See https://greenroom.example/how-we-choose/."
		page.Thread.Comments = append(page.Thread.Comments, c)
	}
	benchmark(b, theme.Post(page))
}

func benchmark(b *testing.B, page templ.Component) {
	b.Helper()
	var out bytes.Buffer
	b.ReportAllocs()
	for b.Loop() {
		out.Reset()
		if err := page.Render(b.Context(), &out); err != nil {
			b.Fatal(err)
		}
	}
	b.ReportMetric(float64(out.Len()), "bytes/page")
}

func BenchmarkBlog20Cards(b *testing.B) {
	page := theme.BlogPage{Frame: frame("Blog", "/blog/"), Crumbs: crumbs("Blog"), Feeds: feeds("Blog", "/blog/")}
	for range 20 {
		page.Posts = append(page.Posts, postCard())
	}
	benchmark(b, theme.Blog(page))
}

func BenchmarkPrograms20Cards(b *testing.B) {
	group := theme.ProgramGroup{Title: "Open now"}
	for range 20 {
		group.Programs = append(group.Programs, programCard())
	}
	page := programsPage()
	page.Groups = []theme.ProgramGroup{group}
	benchmark(b, theme.Programs(page))
}

// What every page has around it.
func BenchmarkFrame(b *testing.B) {
	benchmark(b, theme.Layout(frame("Frame", "/")))
}
