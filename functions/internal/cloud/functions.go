package cloud

import (
	"context"

	"greenroom/functions/internal/mail"
	"greenroom/functions/internal/web"
)

// Each of these runs the function of its name and does not return. A function
// names its own routes and what only some of them need: whatever is not named
// is not in its program.

// Accounts signs people in and out.
func Accounts() { start("accounts", serving((*web.Server).OfAccounts)) }

// Applications takes applications, and shows people their own.
func Applications() { start("applications", serving((*web.Server).OfApplications)) }

// Briefs shows people and clients what they work from.
func Briefs() { start("briefs", serving((*web.Server).OfBriefs)) }

// Comments takes readers' comments.
func Comments() { start("comments", serving((*web.Server).OfComments)) }

// Desk is the staff's pages.
func Desk() { start("desk", serving((*web.Server).OfDesk, files, letters, visits)) }

// Submissions takes what people make.
func Submissions() { start("submissions", serving((*web.Server).OfSubmissions, files, visits)) }

// routesOf are the routes that a function answers.
type routesOf func(*web.Server) []web.Route

// serving is how such a function is wired.
func serving(routes routesOf, needs ...need) func(context.Context, parts) (any, error) {
	return func(ctx context.Context, p parts) (any, error) { return p.serve(ctx, routes, needs) }
}

// need gives a server what only some functions need. agency is the agency's
// name.
type need func(p parts, k keys, agency string, in *web.Parts) error

const (
	// maxFile is the most that one file may have, in bytes.
	maxFile = 25_000_000
	// maxForm is the most that a form carries of it: in base64 it fits into the
	// 6 MB that a function takes and gives, with what is around it.
	maxForm = 4_500_000
)

// files are what people upload.
func files(p parts, k keys, _ string, in *web.Parts) error {
	kept := NewFiles(p.aws, p.FilesBucket)
	in.Files, in.MaxFile, in.MaxForm = kept, maxFile, maxForm
	in.Arrivals, in.Links, in.Slips = kept, kept, k.slips
	return nil
}

// visits are looks at pages on the web.
func visits(p parts, _ keys, _ string, in *web.Parts) error {
	in.Visitor = visitor{newFetcher(p.BaseURL)}
	return nil
}

// letters are shown before they are sent.
func letters(p parts, k keys, agency string, in *web.Parts) error {
	speaker, err := mail.NewSpeaker(agency, p.BaseURL, k.proofs)
	if err != nil {
		return err
	}
	speaker.Signs = k.signs
	in.Letters = speaker
	return nil
}
