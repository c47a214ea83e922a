package generate

import (
	"bytes"
	"context"
	"encoding/json"
	"time"

	"greenroom/site/picture"
)

// planRobots plans the files that machines ask for by their names.
func (p *planner) planRobots() {
	p.text("robots.txt", "User-agent: *\n"+
		"Disallow: /api/\nDisallow: /apply/\nDisallow: /c/\nDisallow: /comments/\nDisallow: /desk/\nDisallow: /me/\nDisallow: /sign-in\n\n"+
		"Sitemap: "+p.base+"/sitemap.xml\n")
	p.text(".well-known/security.txt", p.securityText())
	p.text("site.webmanifest", p.webManifest())
	p.planIcons()
}

func (p *planner) text(name, text string) {
	p.data(orderSitemap, name, nil, keyOf([]byte(text)), func(_ context.Context, b []byte) ([]byte, error) { return append(b, text...), nil })
}

// securityText is RFC 9116's. It is renewed with the year of the build, and
// expires in less than a year, as the RFC recommends.
func (m *model) securityText() string {
	expires := time.Date(m.asOf.Year(), m.asOf.Month(), 1, 0, 0, 0, 0, time.UTC).AddDate(0, 11, 0)
	return "Contact: mailto:" + m.site.Config.Agency.Email + "\n" +
		"Expires: " + expires.Format(time.RFC3339) + "\n" +
		"Preferred-Languages: " + m.site.Config.Language + "\n" +
		"Canonical: " + m.base + "/.well-known/security.txt\n"
}

// webManifest is the W3C's Web Application Manifest.
func (m *model) webManifest() string {
	type icon struct {
		Src   string `json:"src"`
		Sizes string `json:"sizes"`
		Type  string `json:"type"`
	}
	c := m.site.Config
	var buf bytes.Buffer
	e := json.NewEncoder(&buf)
	e.SetIndent("", "  ")
	_ = e.Encode(struct { // text alone: it cannot fail
		Name        string `json:"name"`
		ShortName   string `json:"short_name"`
		Description string `json:"description"`
		StartURL    string `json:"start_url"`
		Display     string `json:"display"`
		Lang        string `json:"lang"`
		Background  string `json:"background_color"`
		Theme       string `json:"theme_color"`
		Icons       []icon `json:"icons"`
	}{
		c.Title, c.Title, c.Description, "/", "browser", c.Language, "#f6efe0", "#143d2e",
		[]icon{{"/icon-192.png", "192x192", "image/png"}, {"/icon-512.png", "512x512", "image/png"}, {"/favicon.svg", "any", "image/svg+xml"}},
	})
	return buf.String()
}

// planIcons plans the icons that are drawn.
func (p *planner) planIcons() {
	for _, name := range []string{"favicon.ico", "apple-touch-icon.png", "icon-192.png", "icon-512.png"} {
		k := keyOfValue("icons", pictureVersion, name)
		p.data(orderAsset, name, nil, k, func(context.Context, []byte) ([]byte, error) {
			return p.builder.once(k, func() ([]byte, error) {
				icons, err := picture.Icons()
				return icons[name], err
			})
		})
	}
}
