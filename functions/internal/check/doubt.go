package check

// asked reports whether a claim is a question: "Sponsored by Hobb? I wish". A
// tag counts before a question mark too.
func (f finder) asked(i, last int) bool {
	return f.words[i].mark == 0 && gapAfter(f.words, last).has(gapAsk)
}

// doubtReach is how many words before a claim are read for a doubt.
const doubtReach = 16

// doubted reports whether what stands before a claim, in its part of the
// sentence, makes it a wish, a memory or somebody else's opinion: "I wish this
// was sponsored by Hobb", "everyone thinks this is an ad".
func (f finder) doubted(i int) bool {
	if f.words[i].mark != 0 {
		return false
	}
	for from := i; i > 0 && i > from-doubtReach && f.words[i].gap&^(gapSpace|gapJoin|gapQuote) == 0; i-- {
		if doubt(f.text(i-1)) && f.text(i) != "know" { // "you should know"
			return true
		}
	}
	return false
}

func doubt(s string) bool {
	switch s {
	case "if", "unless", "wish", "wishes", "wished", "hope", "hoping", "imagine", "dream", "dreaming", "pretend", "pretending", "manifesting",
		"should", "could", "would", "might", "may", "maybe", "perhaps", "someday", "i'd", "you'd", "they'd",
		"formerly", "previously", "once", "almost", "nearly", "basically", "practically", "like",
		"think", "thinks", "thought", "believe", "believes", "assume", "assumes", "assumed", "told", "asked", "asks", "claims", "claimed", "joked":
		return true
	}
	return false
}
