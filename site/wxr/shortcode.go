package wxr

import (
	"html"
	"regexp"
	"slices"
	"strings"
)

var (
	shortcode   = regexp.MustCompile(`\[(\[?)(/?)([a-zA-Z][a-zA-Z0-9_-]*)((?:\s[^\[\]<>]*)?)(/?)\](\]?)`)
	shortValues = regexp.MustCompile(`([a-zA-Z_][a-zA-Z0-9_-]*)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"']+))`)
	someCode    = regexp.MustCompile(`(?is)<(pre|code)\b.*?</(?:pre|code)\s*>`)
	sourceCode  = regexp.MustCompile(`(?is)\[(?:sourcecode|code)((?:\s[^\]]*)?)\](.*?)\[/(?:sourcecode|code)\]`)
)

// knownShortcodes are those without attributes that are not just words in
// brackets.
func knownShortcodes() []string {
	return []string{"gallery", "caption", "wp_caption", "embed", "audio", "video", "playlist", "contact-form", "contact-form-7",
		"gravityform", "sitemap", "archives", "youtube", "vimeo", "tweet", "instagram", "googlemaps", "recent-posts", "toc"}
}

// shortcodes carries those that are simple, and names the others.
func (b *body) shortcodes(text string) string {
	text = sourceCode.ReplaceAllStringFunc(text, func(whole string) string {
		m := sourceCode.FindStringSubmatch(whole)
		class := ""
		if language := oneOf(values(m[1]), "language", "lang"); languageName.MatchString(language) {
			class = ` class="language-` + language + `"`
		}
		return "<pre><code" + class + ">" + html.EscapeString(html.UnescapeString(strings.Trim(m[2], "\n"))) + "</code></pre>"
	})
	var out strings.Builder
	for {
		at := someCode.FindStringIndex(text)
		if at == nil {
			break
		}
		out.WriteString(b.shortcodesBetween(text[:at[0]]))
		out.WriteString(text[at[0]:at[1]])
		text = text[at[1]:]
	}
	out.WriteString(b.shortcodesBetween(text))
	return out.String()
}

func (b *body) shortcodesBetween(text string) string {
	paired := pairs(text)
	return shortcode.ReplaceAllStringFunc(text, func(whole string) string {
		m := shortcode.FindStringSubmatch(whole)
		if m[1] != "" && m[6] != "" { // [[gallery]] is how it is quoted
			return whole[1 : len(whole)-1]
		}
		inner, before, after := m[3], m[1], m[6]
		attributes := values(m[4])
		if !isShortcode(inner, attributes, paired) {
			return whole
		}
		return before + b.carryShortcode(strings.ToLower(inner), m[2] != "", strings.TrimSpace(m[4]), attributes) + after
	})
}

// isShortcode tells a shortcode from words that somebody put in brackets.
func isShortcode(name string, attributes map[string]string, paired map[string]bool) bool {
	return len(attributes) > 0 || slices.Contains(knownShortcodes(), strings.ToLower(name)) || paired[name]
}

// pairs are the names that are both opened and closed in a text.
func pairs(text string) map[string]bool {
	opened, paired := map[string]bool{}, map[string]bool{}
	for _, m := range shortcode.FindAllStringSubmatch(text, -1) {
		if m[2] == "" {
			opened[m[3]] = true
		} else if opened[m[3]] {
			paired[m[3]] = true
		}
	}
	return paired
}

func (b *body) carryShortcode(name string, closing bool, written string, attributes map[string]string) string {
	switch {
	case name == "caption" || name == "wp_caption":
		if closing {
			return "</figcaption></figure>"
		}
		return "<figure><figcaption>" // the picture moves out of it
	case name == "embed" && !closing && written == "", name == "embed" && closing:
		return "\n\n"
	case closing:
		return ""
	case name == "gallery" && attributes["ids"] != "":
		return b.gallery(attributes["ids"])
	case name == "audio" || name == "video" || name == "embed" || name == "youtube" || name == "vimeo":
		if address := oneOf(attributes, "src", "mp3", "mp4", "m4a", "ogg", "webm", "url"); isWeb(address) {
			return linkTo(address)
		}
		if isWeb(written) {
			return linkTo(written)
		}
	}
	b.note("shortcode ["+name+"] left out", "write by hand what it showed")
	return ""
}

// gallery lists pictures of the library.
func (b *body) gallery(ids string) string {
	var out strings.Builder
	for id := range strings.SplitSeq(ids, ",") {
		if file, ok := b.im.export.attachments[strings.TrimSpace(id)]; ok {
			out.WriteString(`<p><img src="` + html.EscapeString(file.url) + `" alt="` + html.EscapeString(file.title) + `"></p>`)
		} else {
			b.note("a picture of a gallery is not in the export: "+oneLine(id), "look for it in the library of WordPress")
		}
	}
	return out.String()
}

func linkTo(address string) string {
	safe := html.EscapeString(address)
	return "\n\n" + `<p><a href="` + safe + `">` + safe + "</a></p>\n\n"
}

func isWeb(address string) bool {
	return strings.HasPrefix(address, "https://") || strings.HasPrefix(address, "http://")
}

// values reads the attributes of a shortcode.
func values(text string) map[string]string {
	found := map[string]string{}
	for _, m := range shortValues.FindAllStringSubmatch(html.UnescapeString(text), -1) {
		found[strings.ToLower(m[1])] = m[2] + m[3] + m[4]
	}
	return found
}

func oneOf(from map[string]string, keys ...string) string {
	for _, key := range keys {
		if from[key] != "" {
			return from[key]
		}
	}
	return ""
}
