package guest

import (
	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/document"
)

// Form is a guest post as it was written. Lengths are in runes.
type Form struct {
	Title       string `form:"title" validate:"required,max=120,line"`
	Description string `form:"description" validate:"required,max=200,line"`
	Body        string `form:"body" validate:"required,max=40000,text"` // Markdown
	Name        string `form:"name" validate:"required,max=80,line"`
	Bio         string `form:"bio" validate:"required,max=1000,text"` // Markdown
	Link        string `form:"link" validate:"omitempty,max=500,web"`
	Key         string `form:"key" validate:"max=100"` // the form's idempotency key
}

func formWords() map[string]string {
	return map[string]string{
		"title.required":       "Enter a title",
		"title.max":            "The title must be 120 characters or fewer",
		"title.line":           "The title must be one line of letters, without control characters",
		"description.required": "Say in one sentence what the post is about",
		"description.max":      "The sentence about the post must be 200 characters or fewer",
		"description.line":     "The sentence about the post must be one line, without control characters",
		"body.required":        "Enter the text of the post",
		"body.max":             "The text must be 40,000 characters or fewer",
		"body.text":            "The text must be plain text, without control or direction-changing characters",
		"name.required":        "Enter the name that the post appears under",
		"name.max":             "The name must be 80 characters or fewer",
		"name.line":            "The name must be one line of letters, without control characters",
		"bio.required":         "Say in a sentence or two who you are",
		"bio.max":              "What you say about yourself must be 1,000 characters or fewer",
		"bio.text":             "What you say about yourself must be plain text, without control or direction-changing characters",
		"link.max":             "The link must be an address of 500 characters or fewer",
		"link.web":             "The link must be the address of a page, like https://example.com/me",
		"key.max":              "This form is damaged. Reload the page and send it again",
	}
}

func (f Form) tidy() Form {
	for _, text := range []*string{&f.Title, &f.Description, &f.Body, &f.Name, &f.Bio} {
		*text = agency.Tidy(*text)
	}
	f.Link = agency.TidyAddress(f.Link)
	return f
}

// content is the form as versions keep it. The title is a part too, so that it
// is compared and remarked on like the rest.
func (f Form) content() document.Content {
	c := document.Content{Title: f.Title}
	for _, p := range f.parts() {
		c.Parts = append(c.Parts, document.Part{Key: p.key, Label: p.label, Text: *p.text})
	}
	return c
}

// formOf reads a form back.
func formOf(c document.Content) Form {
	var f Form
	for _, to := range f.parts() {
		for _, p := range c.Parts {
			if p.Key == to.key {
				*to.text = p.Text
			}
		}
	}
	return f
}

// part is one field, as its document has it.
type part struct {
	key, label string
	text       *string
}

func (f *Form) parts() []part {
	return []part{
		{"title", "Title", &f.Title}, {"description", "In a sentence", &f.Description}, {"body", "Text", &f.Body},
		{"name", "Name", &f.Name}, {"bio", "About the writer", &f.Bio}, {"link", "Link", &f.Link},
	}
}

// post is what everybody reads of the form, at an address and by who has a
// page.
func (f Form) post(slug, page string) Post {
	return Post{Slug: slug, Title: f.Title, Description: f.Description, Body: f.Body, Page: page}
}

func (f Form) writer(page string) Writer {
	return Writer{Page: page, Name: f.Name, Bio: f.Bio, Link: f.Link}
}
