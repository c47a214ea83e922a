package vetting_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"greenroom/functions/internal/application"
	"greenroom/functions/internal/program"
	"greenroom/functions/internal/vetting"
	"greenroom/site/content"
)

// hobbAndSill weighs photography most: 34 of 100.
func hobbAndSill() content.Program {
	return weighing(12, 8, 14, 34, 10, 12, 4, 4, 2)
}

// weighing is a program whose criteria weigh so much, in the order in which
// they are read.
func weighing(weights ...int) content.Program {
	p := content.Program{Slug: "hobb-and-sill", MinReviews: 2, Places: 2}
	for i, c := range content.Criteria() {
		p.Weights = append(p.Weights, content.Weight{Key: c.Key, Label: c.Label, Weight: weights[i]})
	}
	return p
}

func all(score int) vetting.Marks {
	marks := vetting.Marks{}
	for _, c := range content.Criteria() {
		marks[c.Key] = vetting.Mark{Score: score}
	}
	return marks
}

func without(marks vetting.Marks, criteria ...string) vetting.Marks {
	for _, c := range criteria {
		marks[c] = vetting.Mark{NA: true, Reason: "no pictures were sent"}
	}
	return marks
}

// Everything is as good as can be and the photographs could not be assessed:
// that is 100 on what was, where a plain sum makes it 66.
func TestWhatCouldNotBeAssessedCostsNothing(t *testing.T) {
	t.Parallel()
	p, marks := hobbAndSill(), without(all(4), "photo")
	total, assessed := vetting.Total(p, marks)
	if total != 100 || assessed != 66 {
		t.Errorf("total %.1f on %d, want 100.0 on 66", total, assessed)
	}
	sum := 0.0
	for _, w := range p.Weights {
		sum += float64(w.Weight * marks[w.Key].Score)
	}
	if plain := sum / 4; plain != 66 {
		t.Errorf("a plain sum makes it %.1f, want 66.0: the example shows nothing", plain)
	}
	if vetting.Partial(assessed) {
		t.Error("66 of 100 assessed is too little")
	}
}

func TestTotals(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name     string
		marks    vetting.Marks
		total    float64
		assessed int
		partial  bool
	}{
		{"nothing at all", vetting.Marks{}, 0, 0, true},
		{"everything 0", all(0), 0, 100, false},
		{"everything 2", all(2), 50, 100, false},
		{"only the photographs", vetting.Marks{"photo": {Score: 3}}, 75, 34, true},
		{"all but photographs and the angle", without(all(4), "photo", "angle"), 100, 52, true},
		{"a criterion that nobody weighs", vetting.Marks{"charm": {Score: 4}}, 0, 0, true},
		{"not assessed, with a mark left over", vetting.Marks{"photo": {Score: 4, NA: true}, "angle": {Score: 1}}, 25, 14, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			total, assessed := vetting.Total(hobbAndSill(), c.marks)
			if total != c.total || assessed != c.assessed || vetting.Partial(assessed) != c.partial {
				t.Errorf("total %v on %d, want %v on %d", total, assessed, c.total, c.assessed)
			}
		})
	}
	for assessed, partial := range map[int]bool{59: true, 60: false, 61: false} {
		if vetting.Partial(assessed) != partial {
			t.Errorf("%d assessed is partial: %v", assessed, !partial)
		}
	}
}

func TestWords(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		scores []float64
		want   string
	}{
		{nil, vetting.NotAssessed}, {[]float64{0}, vetting.Developing}, {[]float64{1, 2}, vetting.Developing}, {[]float64{2}, vetting.Good},
		{[]float64{2, 3}, vetting.Good}, {[]float64{3}, vetting.Strong}, {[]float64{2, 4}, vetting.Strong}, {[]float64{0, 4, 4}, vetting.Strong},
	} {
		if got := vetting.Word(c.scores); got != c.want {
			t.Errorf("%v is %s, want %s", c.scores, got, c.want)
		}
	}
}

func TestLeniencyIsBelievedFromEightReviewsOn(t *testing.T) {
	t.Parallel()
	if got, ok := vetting.Adjusted(70, 80, 67, 7); ok || got != 70 {
		t.Errorf("after 7 reviews: %v, %v", got, ok)
	}
	if got, ok := vetting.Adjusted(70, 80, 67, 8); !ok || got != 70-13*8.0/13 {
		t.Errorf("after 8 reviews: %v, %v; want %v", got, ok, 70-13*8.0/13)
	}
	if got, _ := vetting.Adjusted(70, 54, 67, 8); got != 78 {
		t.Errorf("who is strict: %v, want 78", got)
	}
}

// review is a whole one by a person, of the answers and weights as they are.
func review(person string, p content.Program, marks vetting.Marks) vetting.Review {
	return vetting.Review{Reviewer: person, Pass: content.Revealed, Rubric: p.Rubric(), Answers: 1, Marks: marks}
}

func file(p content.Program, reviews ...vetting.Review) vetting.File {
	return vetting.File{Application: application.Application{ID: "a", Person: "ann", Revision: 1},
		Program: program.Program{Program: p}, Reviews: reviews}
}

func TestOnlyReviewsThatAreWorthSomethingCount(t *testing.T) {
	t.Parallel()
	p := hobbAndSill()
	old, changed, begun := review("r2", p, all(0)), review("r3", p, all(0)), review("r4", p, all(0))
	old.Answers, changed.Rubric, begun.Pass = 0, "other", content.Blind
	f := file(p, review("r1", p, all(3)), old, changed, begun, review("r5", p, without(all(0), "photo", "angle")),
		review("r6", p, all(0)), review("ann", p, all(4)), review("r7", p, all(3)))
	f.Conflicts = []vetting.Conflict{{Person: "r6", Kind: vetting.Friend}, {Person: "r7", Kind: vetting.StoodAside}}
	s := f.Summarise()
	if s.Median != 75 || s.Counted != 2 || s.Whole != 7 || s.Stale != 2 || s.Partial != 1 || s.Conflicted != 2 {
		t.Errorf("got %+v", s)
	}
	if got := f.Reviewers(); !slices.Equal(got, []string{"r1", "r7"}) {
		t.Errorf("reviewers that count: %v", got)
	}
}

// The borders: 15 points of deviation, and two steps on a criterion that
// weighs 10.
func TestWhenReviewsDisagree(t *testing.T) {
	t.Parallel()
	even := weighing(9, 9, 10, 12, 12, 12, 12, 12, 12)
	with := func(criterion string, score int) vetting.Marks {
		marks := all(2)
		marks[criterion] = vetting.Mark{Score: score}
		return marks
	}
	half := weighing(50, 50, 0, 0, 0, 0, 0, 0, 0)
	for _, c := range []struct {
		name  string
		p     content.Program
		marks []vetting.Marks
		apart int
	}{
		{"one review", even, []vetting.Marks{all(4)}, 0},
		{"of one mind", even, []vetting.Marks{all(3), all(3)}, 0},
		{"one step on everything: 17.7 points", even, []vetting.Marks{all(2), all(3)}, 1},
		{"two steps on what weighs 9", even, []vetting.Marks{all(2), with("demos", 4)}, 0},
		{"two steps on what weighs 10", even, []vetting.Marks{all(2), with("angle", 4)}, 1},
		{"one step on what weighs 12", even, []vetting.Marks{all(2), with("photo", 3)}, 0},
		{"12.5 points apart deviate by 8.8", half, []vetting.Marks{{"demos": {Score: 2}, "content": {Score: 2}}, {"demos": {Score: 3}, "content": {Score: 2}}}, 0},
		{"not assessed is not zero", even, []vetting.Marks{all(4), without(all(4), "photo")}, 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var reviews []vetting.Review
			for i, marks := range c.marks {
				reviews = append(reviews, review(fmt.Sprint("r", i), c.p, marks))
			}
			if s := file(c.p, reviews...).Summarise(); len(s.Apart) != c.apart {
				t.Errorf("disagreement %v, want %d", s.Apart, c.apart)
			}
		})
	}
}

// Totals of 35, 50 and 65 deviate by exactly 15 points.
func TestFifteenPointsAreADisagreementAndALittleLessIsNone(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		weight int // of what the three are one step apart on
		apart  bool
	}{{60, true}, {59, false}} {
		p := weighing(c.weight, 0, 0, 100-c.weight, 0, 0, 0, 0, 0)
		var reviews []vetting.Review
		for i := range 3 {
			marks := vetting.Marks{"demos": {Score: i + 1}, "photo": {Score: 2}}
			reviews = append(reviews, review(fmt.Sprint("r", i), p, marks))
		}
		s := file(p, reviews...).Summarise()
		byTotals := slices.ContainsFunc(s.Apart, func(why string) bool { return why[:6] == "totals" })
		if byTotals != c.apart || math.Abs(s.Deviation-float64(c.weight)/4) > 1e-9 {
			t.Errorf("a deviation of %v is a disagreement: %v", s.Deviation, byTotals)
		}
	}
}

// What reviews come to, worked out once more in another way.
func TestSummariesAreWhatPlainArithmeticSays(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(rt *rapid.T) {
		p := drawProgram(rt)
		f := drawFile(rt, p)
		got, want := f.Summarise(), plainly(f)
		if math.Abs(got.Median-want.Median) > 1e-9 || math.Abs(got.Mean-want.Mean) > 1e-9 || math.Abs(got.Deviation-want.Deviation) > 1e-9 {
			rt.Fatalf("got %v %v %v, want %v %v %v", got.Median, got.Mean, got.Deviation, want.Median, want.Mean, want.Deviation)
		}
		if got.Counted != want.Counted || got.Stale != want.Stale || got.Partial != want.Partial || got.Conflicted != want.Conflicted || (len(got.Apart) > 0) != (len(want.Apart) > 0) {
			rt.Fatalf("got %+v, want %+v", got, want)
		}
		// Numbers that nobody weighs change nothing.
		for i := range f.Reviews {
			if p.WeightOf("reach") == 0 {
				f.Reviews[i].Marks["reach"] = vetting.Mark{Score: rapid.IntRange(0, 4).Draw(rt, "reach")}
			}
		}
		if again := f.Summarise(); again.Median != got.Median || again.Counted != got.Counted || !slices.Equal(again.Apart, got.Apart) {
			rt.Fatalf("following that weighs nothing made %v of %v", again, got)
		}
	})
}

func drawProgram(rt *rapid.T) content.Program {
	left, weights := 100, make([]int, 9)
	for i := range 8 {
		weights[i] = rapid.IntRange(0, left).Draw(rt, "weight")
		left -= weights[i]
	}
	if rapid.Bool().Draw(rt, "no following") {
		weights[0], left = weights[0]+left, 0
	}
	weights[8] = left
	return weighing(weights...)
}

func drawFile(rt *rapid.T, p content.Program) vetting.File {
	f := file(p)
	for i := range rapid.IntRange(0, 6).Draw(rt, "reviews") {
		marks := vetting.Marks{}
		for _, c := range content.Criteria() {
			marks[c.Key] = vetting.Mark{Score: rapid.IntRange(0, 4).Draw(rt, "score"), NA: rapid.IntRange(0, 4).Draw(rt, "na") == 1}
		}
		r := review(fmt.Sprint("r", i), p, marks)
		r.Answers = rapid.SampledFrom([]int{1, 1, 1, 0}).Draw(rt, "answers")
		if rapid.IntRange(0, 5).Draw(rt, "tie") == 1 {
			f.Conflicts = append(f.Conflicts, vetting.Conflict{Person: r.Reviewer, Kind: vetting.PaidBy})
		}
		f.Reviews = append(f.Reviews, r)
	}
	return f
}

// plainly sums a file up by hand: totals in quarter points over a hundredth of
// weight, the median from a sorted list, the variance from sums of squares.
func plainly(f vetting.File) (s vetting.Summary) {
	var totals []float64
	low, high := map[string]int{}, map[string]int{}
	for _, r := range f.Reviews {
		tied := false
		for _, c := range f.Conflicts {
			tied = tied || c.Person == r.Reviewer
		}
		points, weight := 0, 0
		for _, w := range f.Program.Weights {
			if m := r.Marks[w.Key]; !m.NA {
				points, weight = points+m.Score*w.Weight, weight+w.Weight
			}
		}
		switch {
		case tied:
			s.Conflicted++
			continue
		case r.Answers != 1:
			s.Stale++
			continue
		case weight < 60:
			s.Partial++
			continue
		}
		totals = append(totals, float64(points)*25/float64(weight))
		for key, m := range r.Marks {
			if m.NA {
				continue
			}
			if least, seen := low[key]; !seen || m.Score < least {
				low[key] = m.Score
			}
			high[key] = max(high[key], m.Score)
		}
	}
	s.Counted = len(totals)
	if s.Counted == 0 {
		return s
	}
	slices.Sort(totals)
	n, sum, squares := float64(len(totals)), 0.0, 0.0
	for _, v := range totals {
		sum += v
	}
	s.Mean = sum / n
	for _, v := range totals {
		squares += math.Pow(v-s.Mean, 2)
	}
	if n > 1 {
		s.Deviation = math.Sqrt(squares / (n - 1))
	}
	if s.Median = totals[len(totals)/2]; len(totals)%2 == 0 {
		s.Median = (s.Median + totals[len(totals)/2-1]) / 2
	}
	for _, w := range f.Program.Weights {
		if w.Weight >= 10 && high[w.Key]-low[w.Key] >= 2 {
			s.Apart = append(s.Apart, w.Key)
		}
	}
	if s.Deviation >= 15 {
		s.Apart = append(s.Apart, "totals")
	}
	return s
}
