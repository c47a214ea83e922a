package quality_test

import (
	"bytes"
	"image"
	"image/color"
	"image/jpeg"
	"math"
	"testing"
)

// photograph draws a picture with soft light and grain, so that it weighs what
// a photograph does.
func photograph(t *testing.T, width, height int) []byte {
	t.Helper()
	grain := random(11)
	picture := image.NewRGBA(image.Rect(0, 0, width, height))
	for y := range height {
		for x := range width {
			u, v := float64(x)/float64(width), float64(y)/float64(height)
			light := 0.5 + 0.3*math.Sin(7*u+3*v) + 0.2*math.Cos(11*v-2*u)
			tone := func(base float64) uint8 {
				return uint8(max(0, min(255, base*light+float64(grain.IntN(13)))))
			}
			picture.SetRGBA(x, y, color.RGBA{tone(230), tone(200), tone(150), 255})
		}
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, picture, &jpeg.Options{Quality: 82}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}
