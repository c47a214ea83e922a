package theme

import "strings"

// openGraphLocale is a language with its country, as Open Graph wants it. Plain
// English is the American one; other languages do not tell their country.
func openGraphLocale(language string) string {
	switch {
	case language == "en":
		return "en_US"
	case len(language) == len("en-GB") && language[2] == '-':
		return language[:2] + "_" + language[3:]
	}
	return ""
}

// absolute makes a path an address. What is one already stays.
func absolute(base, address string) string {
	if strings.HasPrefix(address, "/") {
		return base + address
	}
	return address
}

// inScript keeps JSON from ending the script element it stands in. In JSON a
// "<" can only be part of a string, where its escape means the same.
func inScript(json string) string {
	return strings.ReplaceAll(json, "<", `\u003c`)
}
