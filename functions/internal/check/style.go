package check

import (
	"slices"
	"strconv"
	"strings"

	"golang.org/x/net/html"
)

// style is what a style attribute sets, in lower case.
type style map[string]string

func styleOf(n *html.Node) style {
	s := style{}
	for declaration := range strings.SplitSeq(strings.ToLower(attr(n, "style")), ";") {
		property, value, _ := strings.Cut(declaration, ":")
		value = strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(value), "!important"))
		if property = strings.TrimSpace(property); property != "" {
			s[property] = value
		}
	}
	return s
}

// hidingStyle reports whether a style attribute makes an element invisible, or
// so small, faint or like its ground that nobody reads it.
func hidingStyle(n *html.Node) bool {
	if !hasAttr(n, "style") {
		return false
	}
	s := styleOf(n)
	for _, property := range []string{"text-indent", "left", "top", "margin-left"} {
		if strings.HasPrefix(s[property], "-999") {
			return true
		}
	}
	hidden := s["visibility"] == "hidden" || s["visibility"] == "collapse"
	return hidden || s["display"] == "none" || tiny(s["font-size"]) || faint(s["opacity"]) || s.likeGround(n)
}

// leastLetters are sizes below which nobody reads, by unit.
func leastLetters(unit string) float64 {
	switch unit {
	case "px":
		return 6
	case "pt":
		return 5
	case "em", "rem":
		return 0.4
	case "%":
		return 40
	}
	return 0
}

// tiny reports whether letters are too small to be read: "0", "1px", ".1em".
func tiny(size string) bool {
	digits := strings.TrimRight(size, "abcdefghijklmnopqrstuvwxyz% ")
	n, err := strconv.ParseFloat(digits, 64)
	return err == nil && (n == 0 || n < leastLetters(strings.TrimSpace(size[len(digits):])))
}

// leastOpacity is how much of an element has to be there.
const leastOpacity = 0.2

func faint(opacity string) bool {
	if percent, ok := strings.CutSuffix(opacity, "%"); ok {
		n, err := strconv.ParseFloat(percent, 64)
		return err == nil && n/100 < leastOpacity
	}
	n, err := strconv.ParseFloat(opacity, 64)
	return err == nil && n < leastOpacity
}

// groundReach is how many elements around one are asked for their colour.
const groundReach = 8

// likeGround reports whether letters have the colour of what is behind them,
// as far as style attributes tell.
func (s style) likeGround(n *html.Node) bool {
	letters := colour(s["color"])
	if letters == "transparent" {
		return true
	}
	for range groundReach {
		if letters == "" || n == nil || n.Type != html.ElementNode {
			break
		}
		if ground := groundOf(n); ground != "" && ground != "transparent" {
			return ground == letters
		}
		n = n.Parent
	}
	return false
}

func groundOf(n *html.Node) string {
	s := styleOf(n)
	for _, value := range []string{s["background-color"], s["background"], strings.ToLower(attr(n, "bgcolor"))} {
		if value != "" {
			return colour(value)
		}
	}
	return ""
}

// colour returns one way of writing a colour; other ways stay as they are.
func colour(value string) string {
	value = strings.TrimSpace(value)
	switch strings.ReplaceAll(value, " ", "") {
	case "white", "#fff", "rgb(255,255,255)", "rgba(255,255,255,1)":
		return "#ffffff"
	case "black", "#000", "rgb(0,0,0)", "rgba(0,0,0,1)":
		return "#000000"
	}
	if len(value) == 4 && value[0] == '#' {
		return string(slices.Concat([]byte{'#'}, []byte{value[1], value[1]}, []byte{value[2], value[2]}, []byte{value[3], value[3]}))
	}
	return value
}
