// Package schema writes the JSON-LD of a page: one @graph of schema.org nodes,
// compact, and safe between the tags of a script element.
//
// Nodes name each other by ids that never change: the site's are its address
// with #org and #site, a page's its own address with #post, #list, #person and
// #breadcrumb. An empty field is left out. There is no field for an e-mail
// address, for anything made from one, or for a picture of somebody who
// commented.
package schema

// Node is one thing that a page tells of.
type Node interface {
	// Append appends the node as a JSON object.
	Append(b []byte) []byte
}

// Graph is all that a page tells.
type Graph []Node

// Append appends the graph as JSON. Nothing in it can end a script element or
// begin a comment there.
func (g Graph) Append(b []byte) []byte {
	b = append(b, `{"@context":"https://schema.org","@graph":[`...)
	for _, n := range g {
		if n == nil {
			continue
		}
		if b[len(b)-1] == '}' {
			b = append(b, ',')
		}
		b = n.Append(b)
	}
	return append(b, "]}"...)
}

// String returns the graph as JSON.
func (g Graph) String() string { return string(g.Append(nil)) }

// What is added to an address to name a node.
const (
	orgID    = "/#org"
	siteID   = "/#site"
	postID   = "#post"
	listID   = "#list"
	personID = "#person"
	trailID  = "#breadcrumb"
)
