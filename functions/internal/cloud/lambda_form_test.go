package cloud

import (
	"net/url"
	"slices"
	"strings"
	"testing"

	"github.com/aws/aws-lambda-go/events"
	"golang.org/x/net/html"
)

// press fills in the form of a page that posts to an address ending so, as it
// stands there but for some fields, and sends it to that function.
func (d *deployment) press(t *testing.T, function, page, action, cookie string, fields ...string) events.APIGatewayV2HTTPResponse {
	t.Helper()
	address, form := filled(t, d.request(t, function, page, cookie, nil), action)
	for i := 0; i < len(fields); i += 2 {
		form.Set(fields[i], fields[i+1])
	}
	return d.request(t, function, address, cookie, form)
}

// filled is what a form of a page would send, as a browser reads it.
func filled(t *testing.T, page events.APIGatewayV2HTTPResponse, action string) (address string, form url.Values) {
	t.Helper()
	root, err := html.Parse(strings.NewReader(page.Body))
	if err != nil {
		t.Fatal(err)
	}
	for n := range root.Descendants() {
		if n.Data == "form" && strings.HasSuffix(attribute(n, "action"), "/"+action) {
			form = url.Values{}
			for field := range n.Descendants() {
				fill(form, field)
			}
			return attribute(n, "action"), form
		}
	}
	t.Fatalf("got %d, and no form that posts to %s\n%s", page.StatusCode, action, page.Body)
	return "", nil
}

// fill adds what one field holds.
func fill(form url.Values, field *html.Node) {
	name := attribute(field, "name")
	switch kind := attribute(field, "type"); {
	case name == "" || field.Data == "button":
	case field.Data == "textarea":
		form.Add(name, strings.TrimPrefix(wordsIn(field), "\n"))
	case field.Data == "select":
		for option := range field.Descendants() {
			if option.Data == "option" && (!form.Has(name) || has(option, "selected")) {
				form.Set(name, attribute(option, "value"))
			}
		}
	case field.Data == "input" && (kind != "checkbox" && kind != "radio" || has(field, "checked")):
		form.Add(name, attribute(field, "value"))
	}
}

func has(n *html.Node, name string) bool {
	return slices.ContainsFunc(n.Attr, func(a html.Attribute) bool { return a.Key == name })
}

func attribute(n *html.Node, name string) string {
	for _, a := range n.Attr {
		if a.Key == name {
			return a.Val
		}
	}
	return ""
}

func wordsIn(n *html.Node) (text string) {
	for part := range n.Descendants() {
		if part.Type == html.TextNode {
			text += part.Data
		}
	}
	return text
}
