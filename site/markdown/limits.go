package markdown

// Limits far above what people write. They bound what a body can cost in time,
// in memory and on the page; what is over them is a fault.
const (
	maxDepth     = 100 // containers in containers, emphasis in emphasis
	maxHeadings  = 2_000
	maxColumns   = 100    // of a table
	maxPadding   = 10_000 // cells that rows of tables leave out
	maxPictures  = 1_000
	maxFaults    = 100       // kept
	maxTokens    = 10_000    // parts that the text of a block is made of
	maxExpansion = 100_000   // bytes of addresses that references repeat, or the length of the body
	maxLabel     = 999       // bytes of a reference's label, as CommonMark has it
	maxParens    = 32        // open parentheses in an address, as cmark has it
	maxBackticks = 80        // in the fence of a code span, as cmark has it
	maxHighlight = 20 << 10  // bytes of a code block that is coloured
	maxColoured  = 100 << 10 // bytes of code of one body that are coloured
	maxKept      = 100_000   // bytes of a body whose memory is kept for the next
	maxCode      = 4 << 20   // bytes of highlighted code kept
)

func (d *document) fault(line int, what, fix string) {
	if len(d.faults) < maxFaults {
		d.faults = append(d.faults, Fault{line, what, fix})
	}
}

// faultOnce reports a limit, where it was first gone over.
func (d *document) faultOnce(line int, what, fix string) {
	for _, f := range d.faults {
		if f.What == what {
			return
		}
	}
	d.fault(line, what, fix)
}

func shortened(text string) string {
	const most = 40
	n := 0
	for i := range text {
		if n++; n > most {
			return text[:i] + "…"
		}
	}
	return text
}
