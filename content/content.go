// Package content holds the words of the site: what an editor changes without
// a programmer. It is data; the only code here embeds it, so that a Lambda can
// carry the words it publishes.
package content

import "embed"

// FS is the tree as it was when the program was compiled.
//
//go:embed site.yaml posts programs people pages media
var FS embed.FS
