package content

import (
	"errors"
	"io/fs"
	"net/url"
	"strings"
	"time"
	_ "time/tzdata" // dates must not depend on what the machine has installed

	"go.yaml.in/yaml/v3"
)

const configFile = "site.yaml"

// LoadConfig reads site.yaml alone. Its error is [Problems].
func LoadConfig(fsys fs.FS) (Config, error) {
	c, _, problems := readConfig(fsys)
	if len(problems) > 0 {
		return Config{}, problems.Sort()
	}
	return c, nil
}

// readConfig also returns what other files are read under, as far as it can
// be known.
func readConfig(fsys fs.FS) (Config, env, Problems) {
	d := &document{file: configFile, env: env{zone: time.UTC}}
	raw, problems := readFile(fsys, configFile)
	if len(problems) > 0 {
		return Config{}, d.env, problems
	}
	text, problems := readText(configFile, raw)
	d.problems = problems
	root := d.parseYAML(printable(text), 1)
	if root == nil {
		return Config{}, d.env, d.problems
	}
	c := parseConfig(d, newFields(d, "", 1, root))
	return c, d.env, d.problems
}

func parseConfig(d *document, f *fields) Config {
	d.env.zone = f.zone("time_zone", true, time.UTC)
	c := Config{
		Title:       f.text("title", true),
		Tagline:     f.text("tagline", true),
		Description: f.text("description", true),
		BaseURL:     f.baseURL("base_url"),
		Language:    f.text("language", false),
		TimeZone:    d.env.zone,
		AsOf:        f.day("as_of", false),
		Holidays:    f.days("holidays"),
		Navigation:  f.links("navigation"),
		Search:      f.flag("search", true),
		ShareCards:  f.flag("share_cards", true),
	}
	if c.Language == "" {
		c.Language = "en"
	}
	if a := f.mapping("agency", true, "{name: …, address: …, email: …, moderation_email: …}"); a != nil {
		c.Agency = parseAgency(d, a)
	}
	f.done()
	return c
}

func parseAgency(d *document, f *fields) Agency {
	a := Agency{
		Name:            f.text("name", true),
		Address:         f.text("address", true),
		Email:           f.email("email", true),
		ModerationEmail: f.email("moderation_email", true),
	}
	f.done()
	if _, domain, ok := strings.Cut(a.Email, "@"); ok {
		d.env.domain = strings.ToLower(domain)
		f.ownAddress("moderation_email", a.ModerationEmail)
	}
	if a.Email != "" && strings.EqualFold(a.Email, a.ModerationEmail) {
		d.fault(f.lineAt("moderation_email"), "moderation_email is the public address", "use another: mail for moderators is not for visitors")
		return a
	}
	d.env.moderation = a.ModerationEmail
	return a
}

// ownAddress reports an address outside the agency's domain.
func (f *fields) ownAddress(key, address string) {
	domain := f.doc.env.domain
	if address != "" && domain != "" && !strings.HasSuffix(strings.ToLower(address), "@"+domain) {
		f.doc.fault(f.lineAt(key), "address "+address+" is not the agency's", "use one that ends in @"+domain)
	}
}

// email reads a plain address such as hello@greenroom.example.
func (f *fields) email(key string, need bool) string {
	text := f.text(key, need)
	if text != "" && mailAddress.FindString(text) != text {
		f.doc.fault(f.lineAt(key), "key \""+f.within+key+"\" is no e-mail address", "write "+key+": name@greenroom.example")
		return ""
	}
	return text
}

// zone reads a time zone by its IANA name; one that is not there, or not known,
// is otherwise.
func (f *fields) zone(key string, need bool, otherwise *time.Location) *time.Location {
	name := f.text(key, need)
	if name == "" {
		return otherwise
	}
	zone, err := time.LoadLocation(name)
	if name == "Local" || err != nil {
		f.doc.fault(f.lineAt(key), "unknown time zone \""+name+"\"", "write an IANA name, as in "+key+": America/Chicago")
		return otherwise
	}
	return zone
}

func (f *fields) baseURL(key string) string {
	text := f.text(key, true)
	if text == "" {
		return ""
	}
	if err := CheckBaseURL(text); err != nil {
		f.doc.fault(f.lineAt(key), err.Error(), "write "+key+": https://greenroom.example")
	}
	return text
}

// CheckBaseURL says why text cannot be the beginning of every address of the
// site: it must be http or https, a host, and nothing after it.
func CheckBaseURL(text string) error {
	u, err := url.Parse(text)
	switch {
	case err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https":
		return errors.New("base URL must start with https:// or http:// and name a host")
	case u.User != nil || u.Path != "" || u.RawQuery != "" || u.Fragment != "" || strings.ContainsAny(text, "?#"):
		return errors.New("base URL must end after the host, without a slash")
	}
	return nil
}

// links reads a list of {title, url}.
func (f *fields) links(key string) []Link {
	n := f.get(key, true, yaml.SequenceNode, "[{title: Blog, url: /blog/}]")
	if n == nil {
		return nil
	}
	var list []Link
	for _, item := range n.Content {
		if item.Kind != yaml.MappingNode || item.Anchor != "" {
			f.fault(item, "key \""+key+"\" must hold pairs of title and url", "write - {title: Blog, url: /blog/}")
			continue
		}
		pair := newFields(f.doc, key+".", f.at+1, item)
		link := Link{Title: pair.text("title", true), URL: pair.text("url", true), Line: f.lineOf(item)}
		pair.done()
		if link.Title != "" && link.URL != "" {
			list = append(list, link)
		}
	}
	return list
}
