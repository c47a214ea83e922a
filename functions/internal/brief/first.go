package brief

import (
	"fmt"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"greenroom/functions/internal/agency"
	"greenroom/functions/internal/check"
	"greenroom/site/content"
)

// First is a first draft of a program's brief, made of what its file says.
func First(p content.Program) Brief {
	b := Brief{Program: p.Slug, Title: p.Title, Brand: p.Brand}
	for _, text := range p.Deliverables {
		b.Deliverables = append(b.Deliverables, Deliverable{Title: text, Medium: guess(text)})
	}
	for _, text := range p.Must {
		c := b.must(text)
		if c.Rule != nil {
			b.addHost(c.Rule.Link)
		}
		b.add(c)
	}
	if p.Disclosure != "" {
		b.add(Clause{Kind: Must, Test: Auto, Text: p.Disclosure, Rule: &check.Rule{Check: check.Disclosure}})
	}
	for _, text := range p.MustNot {
		b.add(Clause{Kind: MustNot, Test: Reviewer, Text: text})
	}
	for _, tag := range p.Hashtags {
		b.add(Clause{Kind: Should, Test: Auto, Text: "Use the hashtag " + tag, Rule: &check.Rule{Check: check.Mention, Words: []string{tag}}})
	}
	for _, c := range terms(p) {
		b.add(c)
	}
	return b
}

func (b *Brief) add(c Clause) {
	c.Number = len(b.Clauses) + 1
	if c.Rule != nil {
		c.Rule.Clause = c.Number
	}
	b.Clauses = append(b.Clauses, c)
}

func (b *Brief) addHost(link string) {
	u, err := url.Parse(link)
	if err != nil {
		return
	}
	if h := strings.ToLower(u.Hostname()); h != "" && !slices.Contains(b.Hosts, h) {
		b.Hosts = append(b.Hosts, h)
	}
}

// linkInText is an address in words such as “Link once to ninepin.example/tuesday”.
// After an @ it is a handle.
var linkInText = regexp.MustCompile(`(?:^|[\s(])((?:https?://)?(?:[A-Za-z0-9-]+\.)+[A-Za-z]{2,}(?:/[^\s”"<>]*)?)`)

// must is a clause that a person looks at, unless it names an address: that a
// program finds, where pages are made.
func (b *Brief) must(text string) Clause {
	c := Clause{Kind: Must, Test: Reviewer, Text: text}
	m := linkInText.FindStringSubmatch(text)
	if m == nil {
		return c
	}
	link := agency.TidyAddress(strings.TrimRight(m[1], ".,;:!?)"))
	if !agency.WebAddress(link) {
		return c
	}
	c.Test, c.Rule = Auto, &check.Rule{Check: check.Link, Link: link}
	for n, d := range b.Deliverables {
		if d.Medium == check.Article || d.Medium == check.Newsletter {
			c.For = append(c.For, n+1)
		}
	}
	return c
}

// guess is the kind of thing that a deliverable's words name. What names several
// is the first of them that is named.
func guess(text string) check.Medium {
	found, at := check.Caption, len(text)+1
	for _, kind := range []struct {
		medium check.Medium
		words  *regexp.Regexp
	}{
		{check.Newsletter, regexp.MustCompile(`(?i)\bnewsletters?\b`)},
		{check.Video, regexp.MustCompile(`(?i)\b(videos?|tiktoks?|reels?|shorts?|youtube)\b`)},
		{check.Article, regexp.MustCompile(`(?i)\b(blog|essays?|articles?|stor(y|ies)($|[,.;]| (of|about|with|on)))`)},
		{check.Caption, regexp.MustCompile(`(?i)\b(carousels?|pins?|captions?|frames?|photo posts?|instagram)\b`)},
	} {
		if where := kind.words.FindStringIndex(text); where != nil && where[0] < at {
			found, at = kind.medium, where[0]
		}
	}
	return found
}

// terms are the clauses that tell what the work is done on.
func terms(p content.Program) []Clause {
	info := func(topic, text string) Clause { return Clause{Kind: Info, Topic: topic, Text: text} }
	var list []Clause
	if p.Rolling != nil {
		list = append(list, info(Dates, fmt.Sprintf("You have %s from the day you confirm to make the work and go live.", days(p.Rolling.WorkDays))))
	} else {
		list = append(list, info(Dates, "Send your draft by "+day(p.DraftBy)+"."),
			info(Dates, fmt.Sprintf("Go live from %s to %s.", day(p.LiveFrom), day(p.LiveTo))))
	}
	list = append(list, info(Dates, fmt.Sprintf("Leave it up for %s at least.", days(p.KeepDays))),
		info(Fee, fmt.Sprintf("You are paid %s, %s after going live at the latest.", content.Money(p.Fee, p.Currency), days(p.TermsDays))))
	if p.Product != "" {
		list = append(list, info(Fee, "You get: "+p.Product))
	}
	return append(list, info(Rights, "Rights: "+orNone(p.Rights)),
		info(Exclusivity, "Exclusivity: "+orNone(p.Exclusivity)),
		info(Rounds, fmt.Sprintf("Your draft is edited in %s at most.", counted(p.EditRounds, "round"))),
		info(KillFee, "If the work is called off: "+orNone(p.KillFee)))
}

func orNone(s string) string {
	if s == "" {
		return "none"
	}
	return s
}

func days(n int) string { return counted(n, "day") }

func counted(n int, what string) string {
	if n == 1 {
		return "1 " + what
	}
	return fmt.Sprintf("%d %ss", n, what)
}
