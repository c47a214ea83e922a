package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"time"
)

// moderator, influencer and lead are people of the demo's words.
const (
	moderator  = "tess@greenroom.example"
	manager    = "devon@greenroom.example"
	lead       = "marisol@greenroom.example"
	influencer = "milo@example.com"
	post       = "what-i-learned-behind-the-scenes"
)

// How often a function is asked.
const (
	coldTimes = 10
	warmTimes = 200
	slowTimes = 20 // of publish, which takes longer than others
)

// ask is something typical that a function is asked. before is not measured.
type ask struct {
	function, what string
	times          int
	before, do     func(ctx context.Context) error
}

// speed is how long a function took for it, each sorted.
type speed struct {
	ask
	cold, warm []time.Duration
}

// speeds prints how large, fast and hungry each function is, then how much of
// two forms goes through.
func (o options) speeds(ctx context.Context, stdout io.Writer, sizes map[string]int) error {
	s, err := newScene(ctx, o.kit, true, nil)
	if err != nil {
		return err
	}
	defer s.close()
	asks, err := s.asks(ctx)
	if err != nil {
		return err
	}
	var all []speed
	for _, a := range asks {
		taken, err := s.measure(ctx, a)
		if err != nil {
			return fmt.Errorf("asking %s for %s: %w", a.function, a.what, err)
		}
		all = append(all, taken)
	}
	s.printSpeeds(stdout, all, sizes)
	return o.rushes(ctx, stdout, s)
}

// measure asks fresh programs, then one that has been asked before.
func (s *scene) measure(ctx context.Context, a ask) (speed, error) {
	taken := speed{ask: a}
	for i := range coldTimes + a.times {
		if a.before != nil {
			if err := a.before(ctx); err != nil {
				return taken, err
			}
		}
		if i < coldTimes {
			s.pool.Chill(a.function)
		}
		was := s.pool.Taken()[a.function]
		if err := a.do(ctx); err != nil {
			return taken, err
		}
		is := s.pool.Taken()[a.function]
		taken.cold = append(taken.cold, is.Cold[len(was.Cold):]...)
		taken.warm = append(taken.warm, is.Warm[len(was.Warm):]...)
	}
	if len(taken.cold) != coldTimes || len(taken.warm) != a.times {
		return taken, fmt.Errorf("it ran %d times cold and %d times warm, want %d and %d", len(taken.cold), len(taken.warm), coldTimes, a.times)
	}
	slices.Sort(taken.cold)
	slices.Sort(taken.warm)
	return taken, nil
}

// asks are one or two of every function.
func (s *scene) asks(ctx context.Context) ([]ask, error) {
	visitor, _ := s.somebody(ctx, "") // who signs in nowhere
	tess, err := s.somebody(ctx, moderator)
	if err != nil {
		return nil, err
	}
	milo, err := s.somebody(ctx, influencer)
	if err != nil {
		return nil, err
	}
	brief, work, err := milo.works(ctx)
	if err != nil {
		return nil, err
	}
	page := func(p *person, path string) func(context.Context) error {
		return func(ctx context.Context) error { _, err := p.get(ctx, path); return err }
	}
	submit := func(ctx context.Context) error { _, err := s.submit(ctx, visitor); return err }
	return []ask{
		{"comments", "the form on its own page", warmTimes, nil, page(visitor, "/comments/new?post="+post)},
		{"comments", "one comment sent", warmTimes, nil, submit},
		{"accounts", "`/sign-in`", warmTimes, nil, page(visitor, "/sign-in")},
		{"applications", "`/me/`, signed in", warmTimes, nil, page(milo, "/me/")},
		{"briefs", "a brief", warmTimes, nil, page(milo, brief)},
		{"submissions", "a piece of work", warmTimes, nil, page(milo, work)},
		{"desk", "the queue of comments", warmTimes, nil, page(tess, "/desk/comments/")},
		{"deliver", "one mail", warmTimes, s.readyMail(submit), func(ctx context.Context) error { return s.round(ctx, "deliver") }},
		{"publish", "one approval", slowTimes, s.readyApproval(visitor, tess), func(ctx context.Context) error { return s.round(ctx, "publish") }},
		{"clock", "one stroke", warmTimes, nil, func(ctx context.Context) error { _, err := s.invoke(ctx, "clock", []byte("{}")); return err }},
	}, nil
}

// readyMail has one mail wait.
func (s *scene) readyMail(submit func(context.Context) error) func(context.Context) error {
	return func(ctx context.Context) error {
		if err := s.round(ctx, "deliver"); err != nil {
			return err
		}
		return submit(ctx)
	}
}

// readyApproval has one approval wait.
func (s *scene) readyApproval(visitor, tess *person) func(context.Context) error {
	return func(ctx context.Context) error {
		if _, err := s.submit(ctx, visitor); err != nil {
			return err
		}
		if err := s.round(ctx, "publish"); err != nil {
			return err
		}
		desk, err := s.toldModerators(ctx)
		if err != nil {
			return err
		}
		return approve(ctx, tess, desk)
	}
}

// quantile is the value that so much of them is at or below.
func quantile(sorted []time.Duration, q float64) time.Duration {
	if len(sorted) == 0 {
		return 0
	}
	return sorted[min(int(q*float64(len(sorted))), len(sorted)-1)]
}

func (s *scene) printSpeeds(to io.Writer, all []speed, sizes map[string]int) {
	fmt.Fprint(to, "\n## Each function\n\n")
	fmt.Fprintln(to, "| function | asked for | zip, arm64 | cold, median | cold, worst | warm p50 | warm p99 | peak memory | MemorySize | Timeout |")
	fmt.Fprintln(to, "| --- | --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: | ---: |")
	taken := s.pool.Taken()
	for _, a := range all {
		resource := s.template.Functions()[a.function]
		fmt.Fprintf(to, "| %s | %s | %.2f MB | %s ms | %s ms | %s ms | %s ms | %d MB | %v MB | %v s |\n", a.function, a.what, float64(sizes[a.function])/1e6,
			ms(quantile(a.cold, 0.5)), ms(quantile(a.cold, 1)), ms(quantile(a.warm, 0.5)), ms(quantile(a.warm, 0.99)),
			taken[a.function].Memory/1024, s.template.Setting(resource, "MemorySize"), s.template.Setting(resource, "Timeout"))
	}
	fmt.Fprintf(to, "\nCold is from the start of a fresh program to its first answer, of %d; warm is of %d, of publish %d. Programs run for this machine, "+
		"with all its processors whatever their MemorySize; Lambda adds the time to make a room for them, and takes its own processor's. "+
		"Memory is the most that any program of the function had (VmHWM).\n", coldTimes, warmTimes, slowTimes)
}
