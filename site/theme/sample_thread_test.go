package theme_test

import "greenroom/site/theme"

// thread has a chain of six answers, one by staff, an answer whose parent is
// gone, and a comment that was taken away and kept its answer.
func thread() theme.Thread {
	staff := marisol()
	var below []theme.Comment
	for _, id := range []string{"F", "E", "D", "C", "B"} {
		c := comment(id, "Reader "+id)
		c.ReplyTo = &theme.ReplyTo{ID: string(id[0] - 1), Name: "Reader"}
		c.Replies, below = below, nil
		if id == "B" {
			c.Name, c.Staff = staff.Name, &staff
		}
		below = append(below, c)
	}
	first := comment("A", "Emmerey")
	first.Text = "Do you keep what was refused? I sent a photograph in March\nand never knew what became of it.\n\nSee https://greenroom.example/brief."
	first.Replies = below
	orphan := comment("G", "أمل")
	orphan.Text = "شكرا جزيلا على هذا."
	orphan.ReplyTo = &theme.ReplyTo{Name: "Somebody"}
	answer := comment("I", "Tori")
	answer.ReplyTo = &theme.ReplyTo{ID: "H"}
	gone := theme.Comment{ID: "H", Gone: true, At: day("2026-05-11T10:00:00Z", "11 May 2026, 10:00 UTC"), Replies: []theme.Comment{answer}}
	return theme.Thread{
		Count: 8, Comments: []theme.Comment{first, orphan, gone}, Feeds: feeds("Comments on What a brief is", "/blog/brief/comments/"), Page: 1,
		Pages: []theme.Link{{Title: "Page 1", URL: "/blog/brief/#comments", Current: true}, {Title: "Page 2", URL: "/blog/brief/comments/2/"}},
	}
}

func comment(id, name string) theme.Comment {
	return theme.Comment{
		ID: id, Name: name, At: day("2026-05-11T09:00:00Z", "11 May 2026, 09:00 UTC"), Text: "Thank you. That answers it, and I had wondered.",
		ReplyURL: "/comments/new?parent=" + id, Permalink: "/c/" + id + "/",
	}
}

func discussionPage() theme.ThreadPage {
	page := theme.ThreadPage{
		Frame: frame("What a brief is, page 2 of the discussion", "/blog/brief/comments/2/"), Crumbs: crumbs("Blog", "What a brief is", "Discussion, page 2"),
		Post: theme.Link{Title: "What a brief is", URL: "/blog/brief/"}, Thread: thread(), Form: form(),
	}
	page.Thread.Page = 2
	page.Thread.Pages = []theme.Link{{Title: "Page 1", URL: "/blog/brief/#comments"}, {Title: "Page 2", URL: "/blog/brief/comments/2/", Current: true}}
	return page
}

func recentPage() theme.RecentPage {
	staff := devon()
	answer := comment("B", staff.Name)
	answer.Staff = &staff
	return theme.RecentPage{
		Frame: frame("Recent comments", "/blog/comments/"), Crumbs: crumbs("Blog", "Recent comments"), Feeds: feeds("Greenroom comments", "/blog/comments/"),
		Comments: []theme.RecentComment{
			{Comment: answer, Post: theme.Link{Title: "What a brief is", URL: "/blog/brief/"}},
			{Comment: comment("A", "Emmerey"), Post: theme.Link{Title: "Daylight is free", URL: "/blog/daylight/"}},
		},
	}
}

func form() theme.CommentForm { return theme.CommentForm{Action: "/api/comments", Post: "brief"} }

func wrongForm() theme.CommentForm {
	f := form()
	f.Parent, f.ReplyTo, f.Cancel, f.Key, f.Email, f.Text = "A", "Emmerey", "/blog/brief/#c-A", "k1", "foo", "Kept <as> typed"
	f.Errors = theme.FieldErrors{
		{Field: "parent", Message: "Answer a comment that is shown"},
		{Field: "name", Message: "Enter your name"},
		{Field: "email", Message: "Enter an email address"},
		{Field: "", Message: "Try again in a minute"},
	}
	return f
}
