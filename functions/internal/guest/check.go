package guest

import (
	"errors"
	"fmt"
	"html"
	"net/url"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/site/content"
	"greenroom/site/markdown"
)

// Site is what there is on the site already.
type Site interface {
	// Config is site.yaml.
	Config() content.Config
	// Has reports whether a text can link to an address such as "/blog/first/",
	// or show the picture there, such as "/media/light.jpg".
	Has(address string) bool
	// Free reports whether content/ leaves an address such as "/blog/first/" to
	// others.
	Free(address string) bool
}

// maxFaults is how many faults of one text are told at once.
const maxFaults = 20

// Check says everything that is wrong with a form, as *agency.Invalid: what the
// build would say of its files, by field, and what a stranger's text may not
// have. Where somebody's address is in it, the texts are looked at once it is
// out: they would say it again.
func (s *Room) Check(f Form) error {
	all := new(agency.Invalid)
	switch err := s.Rules.Check(f, formWords()).(type) {
	case nil:
	case *agency.Invalid:
		all.Fields = err.Fields
	default:
		return err
	}
	found := s.addresses(f, all.Fields)
	if len(found) == 0 {
		found = s.faults(f.sound(all.Fields))
	}
	if all.Fields = append(all.Fields, found...); len(all.Fields) == 0 {
		return nil
	}
	slices.SortStableFunc(all.Fields, func(a, b agency.FieldError) int { return f.place(a.Field) - f.place(b.Field) })
	return all
}

// on reports whether something is wrong with a field.
func on(wrong []agency.FieldError, field string) bool {
	return slices.ContainsFunc(wrong, func(e agency.FieldError) bool { return e.Field == field })
}

// sound is a form without the fields that something is wrong with already, so
// that the rest can be looked at as a whole.
func (f Form) sound(wrong []agency.FieldError) Form {
	for _, p := range f.parts() {
		switch {
		case !on(wrong, p.key):
		case p.key == "link":
			*p.text = ""
		default:
			*p.text = "x"
		}
	}
	return f
}

// place is where a field stands in the form; what is none stands first.
func (f Form) place(field string) int {
	return slices.IndexFunc(f.parts(), func(p part) bool { return p.key == field })
}

// faults looks through a form whose fields are of the right lengths.
func (s *Room) faults(f Form) (found []agency.FieldError) {
	p, w := f.post("guest", "guest"), f.writer("guest")
	p.Date, w.Changed = s.Now(), s.Now()
	body, problems := content.Check(s.Site.Config(), p.File(), p.Text())
	found = append(found, lines("body", body, problems)...)
	found = append(found, s.text("body", f.Body)...)
	body, problems = content.Check(s.Site.Config(), w.File(), w.Text())
	found = append(found, lines("bio", body, problems)...)
	return append(found, s.text("bio", f.Bio)...)
}

// addresses refuses e-mail addresses of others, in any spelling that a browser
// reads: whose ever they are, they would be published. A text that is too long
// is not rendered for it.
func (s *Room) addresses(f Form, wrong []agency.FieldError) (found []agency.FieldError) {
	_, domain, _ := strings.Cut(s.Site.Config().Agency.Email, "@")
	for _, p := range f.parts() {
		seen := []string{*p.text, spelledOut(*p.text)}
		if (p.key == "body" || p.key == "bio") && !on(wrong, p.key) {
			seen = append(seen, spelledOut(s.renderer().Render(*p.text).HTML))
		}
		if slices.ContainsFunc(seen, func(text string) bool { return agency.ForeignAddress(text, domain) }) {
			found = append(found, agency.FieldError{Field: p.key, Message: "Leave out email addresses: everybody can read this"})
		}
	}
	return found
}

// spelledOut is text with its escapes undone.
func spelledOut(text string) string {
	text = html.UnescapeString(text)
	return strings.NewReplacer("%40", "@", `\u0040`, "@").Replace(text)
}

func (s *Room) renderer() *markdown.Renderer {
	return markdown.New(markdown.Options{Reserved: s.Reserved, Picture: func(src string) (markdown.Picture, error) {
		if !s.Site.Has(src) {
			return markdown.Picture{}, errors.New("there is no such picture here")
		}
		return markdown.Picture{Src: src, Width: 1, Height: 1}, nil
	}})
}

// lines are problems with a file as faults of the field its text is from.
func lines(field string, body content.Body, problems content.Problems) (found []agency.FieldError) {
	for _, p := range problems {
		found = append(found, fault(field, p.Line-body.Line, p.What, p.Fix)) // an empty line begins it
	}
	return found
}

func fault(field string, line int, what, fix string) agency.FieldError {
	return agency.FieldError{Field: field, Message: fmt.Sprintf("Line %d: %s: %s", max(line, 1), what, fix)}
}

// text checks Markdown, its links and its pictures.
func (s *Room) text(field, source string) (found []agency.FieldError) {
	made := s.renderer().Render(source)
	for _, f := range made.Faults {
		if strings.HasPrefix(f.What, "picture") {
			f.Fix = "leave it out, and send it to " + s.Site.Config().Agency.Email + " to be put in for you"
		}
		found = append(found, fault(field, f.Line, f.What, f.Fix))
	}
	if field == "bio" && len(made.Headings) > 0 {
		found = append(found, fault(field, made.Headings[0].Line, "there is a heading", "write it as a sentence"))
	}
	for _, l := range made.Links {
		if what, fix := s.link(l.Address, made.Headings); what != "" {
			found = append(found, fault(field, l.Line, what, fix))
		}
	}
	return found[:min(len(found), maxFaults)]
}

// link says what is wrong with a link, or "". What other sites have is not
// looked at.
func (s *Room) link(address string, headings []markdown.Heading) (what, fix string) {
	base := s.Site.Config().BaseURL
	path, own := strings.CutPrefix(address, base)
	if own && (path == "" || strings.HasPrefix(path, "#") || strings.HasPrefix(path, "?")) {
		path = "/" + path
	}
	switch {
	case strings.HasPrefix(path, "#"):
		if !slices.ContainsFunc(headings, func(h markdown.Heading) bool { return h.ID == anchor(path) }) {
			return "link to " + path + ": there is no such heading in this text", "name one of its headings, or take the link out"
		}
	case strings.HasPrefix(path, "/") && !s.Site.Has(path):
		return "link to " + path + ", which is no page here that a text can link to", "copy the address of a page, without what follows a # or a ?"
	}
	return "", ""
}

// anchor is the heading that a link within a text names.
func anchor(link string) string {
	u, err := url.Parse(link)
	if err != nil {
		return ""
	}
	return u.Fragment
}
