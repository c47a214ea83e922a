package guest_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/guest"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	o := open(t)
	body := func(text string) func(*guest.Form) { return func(f *guest.Form) { f.Body = text } }
	tests := []struct {
		name  string
		edit  func(*guest.Form)
		field string // "" if nothing is wrong
		want  string // that the message has
	}{
		{"nothing is wrong", func(*guest.Form) {}, "", ""},
		{"no link", func(f *guest.Form) { f.Link = "" }, "", ""},
		{"the agency's own address", body("Write to hello@greenroom.example."), "", ""},
		{"a link to elsewhere", body("See [there](https://elsewhere.example/x?y#z)."), "", ""},
		{"a picture of the site", body("![A lamp](/media/light.jpg)"), "", ""},
		{"a page by its whole address", body("[first](https://greenroom.example/blog/first/)"), "", ""},
		{"a line of hyphens", body("one\n\n---\n\ntwo"), "", ""},
		{"quotes in the title", func(f *guest.Form) { f.Title = `"A: #b 'c' \ {d}` }, "", ""},

		{"no title", func(f *guest.Form) { f.Title = "" }, "title", "Enter a title"},
		{"two lines of title", func(f *guest.Form) { f.Title = "a\nb" }, "title", "one line"},
		{"long", body(strings.Repeat("x ", 20_001)), "body", "40,000 characters"},
		{"turned around", body("a\u202Eb"), "body", "direction-changing"},
		{"no link at all", func(f *guest.Form) { f.Link = "javascript:alert(1)" }, "link", "address of a page"},
		{"HTML", body("one\n\ntwo <b>three</b>"), "body", "Line 3: HTML is not allowed: <b>: write Markdown"},
		{"script", body("<script>alert(1)</script>"), "body", "Line 1: HTML is not allowed"},
		{"heading of the first level", body("# Title"), "body", "Line 1: heading \"Title\" is on the level of the page's title: start it with ##"},
		{"skipped level", body("## A\n\n#### B"), "body", "Line 3: heading \"B\" skips a level"},
		{"picture from elsewhere", body("![A](https://x.example/a.png)"), "body", "send it to hello@greenroom.example"},
		{"picture that is not there", body("![A](/media/none.jpg)"), "body", "there is no such picture here"},
		{"picture without words", body("![](/media/light.jpg)"), "body", "has no words for who cannot see it"},
		{"page that is not there", body("a\n\n[x](/blog/second/)"), "body", "Line 3: link to /blog/second/, which is no page here"},
		{"the same by its whole address", body("[x](https://greenroom.example/blog/second/)"), "body", "link to /blog/second/"},
		{"desk", body("[x](/desk/)"), "body", "link to /desk/"},
		{"relative link", body("[x](second/)"), "body", "is not allowed"},
		{"script link", body("[x](javascript:alert(1))"), "body", "is not allowed"},
		{"heading that is not there", body("## A\n\n[x](#b)"), "body", "link to #b: there is no such heading"},
		{"heading whose id is the page's", body("## Name\n\n[x](#name)"), "body", "link to #name: there is no such heading"},
		{"mail to somebody", body("[x](mailto:ann@mail.example)"), "body", "email addresses"},
		{"address", body("Write to ann@mail.example."), "body", "email addresses"},
		{"handle that reads as an address", body("I am @ann@social.example there."), "body", "email addresses"},
		{"address by its number", body("ann&#64;mail.example"), "body", "email addresses"},
		{"address by its name", body("ann&commat;mail.example"), "body", "email addresses"},
		{"address in a link", body("[x](https://x.example/?to=ann%40mail.example)"), "body", "email addresses"},
		{"address with a backslash", body(`ann@mail\.example`), "body", "email addresses"},
		{"address of the moderators", body("moderators@greenroom.example"), "body", "for moderators only"},
		{"address in the title", func(f *guest.Form) { f.Title = "ann@mail.example" }, "title", "email addresses"},
		{"address in the name", func(f *guest.Form) { f.Name = "ann@mail.example" }, "name", "email addresses"},
		{"address about the writer", func(f *guest.Form) { f.Bio = "ann&#64;mail.example" }, "bio", "email addresses"},
		{"address in the writer's link", func(f *guest.Form) { f.Link = "https://x.example/?a=b@mail.example" }, "link", "email addresses"},
		{"HTML about the writer", func(f *guest.Form) { f.Bio = "<i>me</i>" }, "bio", "HTML is not allowed"},
		{"heading about the writer", func(f *guest.Form) { f.Bio = "## Me" }, "bio", "there is a heading"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			f := form()
			test.edit(&f)
			err := o.Check(f)
			if test.field == "" {
				if err != nil {
					t.Errorf("refused: %v", err)
				}
				return
			}
			e, ok := errors.AsType[*agency.Invalid](err)
			if !ok || e.Fields[0].Field != test.field || !strings.Contains(e.Fields[0].Message, test.want) {
				t.Errorf("got %v, want %s: %s", err, test.field, test.want)
			}
		})
	}
}

// Who has to put things right is told all of it at once, in the order of the
// form.
func TestEveryFaultIsTold(t *testing.T) {
	t.Parallel()
	o := open(t)
	for _, test := range []struct {
		name string
		edit func(*guest.Form)
		want string // the fields, in order
	}{
		{"in both texts", func(f *guest.Form) { f.Body, f.Bio = "# A\n\n<b>\n\n[x](/none/)", "<i>" }, "body body body bio"},
		{"in a field and in the texts", func(f *guest.Form) { f.Link, f.Title, f.Body, f.Bio = "x y", "", "<b>", "## Me" }, "title body bio link"},
		{"a text that is too long, and the other one", func(f *guest.Form) { f.Body, f.Bio = "<b>"+strings.Repeat("x ", 20_001), "<i>" }, "body bio"},
		{"a field and an address", func(f *guest.Form) { f.Name, f.Bio, f.Body = "", "ann@mail.example", "<b>" }, "name bio"},
		{"an address in a text that is too long", func(f *guest.Form) { f.Title, f.Body = "", strings.Repeat("x ", 20_001)+"ann&#64;mail.example" }, "title body body"},
	} {
		f := form()
		test.edit(&f)
		e, ok := errors.AsType[*agency.Invalid](o.Check(f))
		var got []string
		for n := 0; ok && n < len(e.Fields); n++ {
			got = append(got, e.Fields[n].Field)
		}
		if strings.Join(got, " ") != test.want {
			t.Errorf("%s: told of %q, want %q: %v", test.name, got, test.want, e)
		}
	}
}

// Whatever strangers send is refused with words or kept as it is.
func FuzzCheck(f *testing.F) {
	f.Add("Title", "Body\n\n## Part", "Bio", "https://x.example")
	f.Add("---", "---\n---\n", "[a]: b", "")
	f.Add("\"", "![a](/media/light.jpg \"b\")", "<https://x.example>", "x.example/ü")
	f.Fuzz(func(t *testing.T, title, body, bio, link string) {
		o := &guest.Room{Site: site{}, Rules: agency.NewValidator(), Now: func() time.Time { return time.Date(2026, 5, 12, 9, 0, 0, 0, time.UTC) }}
		form := guest.Form{Title: title, Description: title, Body: body, Name: title, Bio: bio, Link: link}
		err := o.Check(form)
		if _, ok := errors.AsType[*agency.Invalid](err); err != nil && !ok {
			t.Errorf("%v", err)
		}
	})
}
