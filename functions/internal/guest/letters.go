package guest

// Letters to guest writers, by the name of their template in package mail.
const (
	LetterReceived  = "guest-received"
	LetterSign      = "guest-sign"
	LetterRemarks   = "guest-remarks"
	LetterPublished = "guest-published"
	LetterDeclined  = "guest-declined"
	LetterWithdrawn = "guest-withdrawn"
)

// About is what every letter about a guest post says.
type About struct {
	Submission string // id; its page is /me/posts/<id>
	Name       string // of the writer
	Title      string // of the post
}

// ReceivedValues fill the receipt.
type ReceivedValues struct{ About }

// SignValues fill the letter that asks the writer to read what was edited here
// and to sign it, or to say what should change.
type SignValues struct{ About }

// RemarksValues fill the letter with what the writer is asked to change.
type RemarksValues struct {
	About
	Remarks []Said
}

// Said is one remark, and the field it is about: "" for the whole.
type Said struct{ Part, Text string }

// PublishedValues fill the letter that says that the post, or a correction of
// it, goes into the blog.
type PublishedValues struct {
	About
	Slug       string // the post is at /blog/<slug>/
	Page       string // its writer at /people/<page>/
	Correction string // "" for a new post
}

// DeclinedValues fill the letter that says that the post will not appear.
type DeclinedValues struct {
	About
	Reason string
}

// WithdrawnValues fill the letter that says that the post was withdrawn: by its
// writer, or here with a reason.
type WithdrawnValues struct {
	About
	Slug   string // its page still says that it was; "" if it never appeared
	Reason string // "" if its writer took it back
}
