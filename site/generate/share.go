package generate

import (
	"context"
	"strings"

	"greenroom/site/content"
	"greenroom/site/picture"
	"greenroom/site/theme"
)

// cardName is the name of a page's share card, beside the page.
const cardName = "card.png"

// cardOf is the share card of the page at url, or nil where there are none.
func (m *model) cardOf(url, title string) *theme.Card {
	if !m.site.Config.ShareCards {
		return nil
	}
	return &theme.Card{URL: url + cardName, Width: 1200, Height: 630, Alt: title}
}

// siteCard is the share card of pages that have none of their own.
func (m *model) siteCard() *theme.Card { return m.cardOf("/", m.site.Config.Title) }

// planSiteCard plans it.
func (p *planner) planSiteCard() {
	if c := p.site.Config; c.ShareCards {
		p.shareCard("/", &node{key: keyOfValue(c.Tagline, c.Description, c.Agency.Name, p.base)}, func() picture.Card {
			return picture.Card{Site: c.Title, Kicker: c.Agency.Name, Title: c.Tagline, Line: c.Description, Footer: strings.TrimPrefix(p.base, "https://")}
		})
	}
}

// shareCard plans the share card of the page at url. It is dear to draw, so
// that another program leaves it as it is, unless pictureVersion says that the
// cards are others.
func (p *planner) shareCard(url string, front *node, card func() picture.Card) {
	name := strings.TrimPrefix(url, "/") + cardName
	p.data(orderAsset, name, []*node{p.cards, front}, key{}, func(context.Context, []byte) ([]byte, error) {
		c := card()
		return p.builder.once(keyOfValue("card", pictureVersion, c), c.PNG)
	})
}

func (m *model) postShare(p *post) picture.Card {
	var names []string
	for _, slug := range p.Authors {
		names = append(names, m.people[slug].Name)
	}
	return picture.Card{Site: m.site.Config.Title, Kicker: "Blog", Title: p.Title, Line: p.Description, Footer: strings.Join(names, " · ")}
}

// programShare says what does not change while a program runs, so that the
// card stays the same.
func (m *model) programShare(p *program) picture.Card {
	footer := "Rolling: apply any day"
	if p.Rolling == nil {
		footer = "Apply by " + date(p.standing.Closes).Text
	}
	return picture.Card{
		Site: m.site.Config.Title, Kicker: p.Brand + " · " + p.Topic, Title: p.Title,
		Line: content.Money(p.Fee, p.Currency) + " and " + p.Product, Footer: footer,
	}
}
