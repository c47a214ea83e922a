package web

import (
	"regexp"
	"strings"
)

// telling matches what tells who somebody is in the middle of a text: web
// addresses, with or without their scheme, mail addresses and @handles.
var telling = regexp.MustCompile(`(?i)(https?://[^\s\pZ]*|www\.[^\s\pZ]+|[\pL\pN._%+-]*[@\x{ff20}][^\s\pZ]*|\b[\pL\pN-]+(\.[\pL\pN-]+)*\.(\pL{2,}/[^\s\pZ]*|(com|net|org|io|co|me|tv|blog|example|social|app|page|site|link|uk|de|fr|es|it|nl|ie|ca|us|au|pt|br|pl|se|no|dk|fi|eu|ch|at|jp|info|xyz|art|studio|shop|photo|kitchen|online)\b))`)

// hideAddresses is a text without what tells who wrote it. The words stay as
// they are kept; this is for the first reading only.
func hideAddresses(text string) string {
	return strings.TrimSpace(telling.ReplaceAllString(text, "[address hidden]"))
}
