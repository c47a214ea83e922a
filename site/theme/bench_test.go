package theme_test

import (
	"fmt"
	"io"
	"testing"

	"greenroom/site/theme"
)

func BenchmarkPost50Comments(b *testing.B) {
	page := postPage()
	page.Thread = theme.Thread{Count: 50}
	for i := range 50 {
		c := comment(fmt.Sprint(i), "Reader")
		c.Text = "Thank you for this. I had wondered.\n\nDo you keep what was refused? See https://greenroom.example/how-we-choose/."
		page.Thread.Comments = append(page.Thread.Comments, c)
	}
	for b.Loop() {
		if err := theme.Post(page).Render(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkBlog20Cards(b *testing.B) {
	page := theme.BlogPage{Frame: frame("Blog", "/blog/")}
	for range 20 {
		page.Posts = append(page.Posts, postCard())
	}
	for b.Loop() {
		if err := theme.Blog(page).Render(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkPrograms20Cards(b *testing.B) {
	group := theme.ProgramGroup{Title: "Open now"}
	for range 20 {
		group.Programs = append(group.Programs, programCard())
	}
	page := theme.ProgramsPage{Frame: frame("Programs", "/programs/"), Groups: []theme.ProgramGroup{group}}
	for b.Loop() {
		if err := theme.Programs(page).Render(b.Context(), io.Discard); err != nil {
			b.Fatal(err)
		}
	}
}
