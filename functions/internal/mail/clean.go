package mail

import (
	"bytes"
	"encoding/json"
	"fmt"
	"regexp"
	"strings"
	"unicode"

	"greenroom/functions/internal/agency"
)

// Values were checked when they were taken in. A letter does not rely on that:
// it goes to a person in the agency's name.

// severalLines reports whether a value may have more than one line. Those are
// the words that a letter quotes; every other value is a line.
func severalLines(name string) bool {
	switch name {
	case "Text", "Sentence", "Note", "Question", "Notice", "Answer", "Reason", "Correction",
		"Good", "What", "Where", "Why", "Quote", "Tried", "Ruling":
		return true
	}
	return false
}

// maxLine is the longest value of one line, in runes.
const maxLine = 200

// clean takes out of all values what could make them read otherwise than they
// are: control characters, changes of direction, and line ends where a line
// is meant.
func clean(values json.RawMessage) (json.RawMessage, error) {
	decoder := json.NewDecoder(bytes.NewReader(values))
	decoder.UseNumber() // so that a large number stays what it is
	var all any
	if err := decoder.Decode(&all); err != nil {
		return nil, err
	}
	return json.Marshal(cleaned("", all))
}

func cleaned(name string, v any) any {
	switch v := v.(type) {
	case string:
		if severalLines(name) {
			return harmless(v)
		}
		return line(v)
	case []any:
		for i := range v {
			v[i] = cleaned(name, v[i])
		}
	case map[string]any:
		for key := range v {
			v[key] = cleaned(key, v[key])
		}
	}
	return v
}

// harmless is s as text: line ends and tabs stay, what no honest writer types
// goes.
func harmless(s string) string {
	return strings.Map(func(r rune) rune {
		if r == '\n' || r == '\t' || ' ' <= r && r <= '~' {
			return r
		}
		if unicode.Is(unicode.Bidi_Control, r) || !agency.PlainText("a"+string(r)) {
			return -1
		}
		return r
	}, agency.Tidy(s))
}

// line is s on one line, cut where nobody reads on.
func line(s string) string {
	runes := []rune(strings.Join(strings.Fields(harmless(s)), " "))
	if len(runes) > maxLine {
		return string(runes[:maxLine-1]) + "…"
	}
	return string(runes)
}

// quote marks every line of somebody's words, so that none of them can pass
// for a line of the letter.
func quote(words string) string {
	return "> " + strings.ReplaceAll(words, "\n", "\n> ")
}

// linkLike finds what mail programs turn into a link or what no name has.
var linkLike = regexp.MustCompile(`[/\\:@<>]|\.\p{L}{2,}`)

// maxName is the longest name that is greeted, in runes.
const maxName = 80

// hello greets somebody by name. A form can be filled in with the address of a
// stranger and an advertisement for a name: such a name is left out.
func hello(name string) string {
	if name == "" || len([]rune(name)) > maxName || linkLike.MatchString(name) {
		return "Hello,"
	}
	return "Hello " + name + ","
}

// count is a small number as a word.
func count(n int) string {
	words := [...]string{"no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"}
	if n < 0 || n >= len(words) {
		return fmt.Sprint(n)
	}
	return words[n]
}

// upperCount is count at the start of a sentence.
func upperCount(n int) string {
	word := count(n)
	return strings.ToUpper(word[:1]) + word[1:]
}
