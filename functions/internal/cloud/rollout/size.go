package rollout

import "context"

// Sizes builds every function from the sources at root, as a deployment does,
// and returns how many bytes each has zipped.
func Sizes(ctx context.Context, root string) (map[string]int, error) {
	parts, _, err := (&Rollout{Root: root, Command: Command}).build(ctx)
	sizes := map[string]int{}
	for _, p := range parts {
		sizes[p.name] = len(p.zip)
	}
	return sizes, err
}
