package io.gavel.web.page;

/// Finds text that does not stand out from what is behind it.
final class Contrast {
  /// JavaScript for the page: what has a contrast below 4.5 to 1, each with its colours. The
  /// formula is that of "contrast ratio" and "relative luminance" in WCAG 2.2.
  static final String SCRIPT =
      """
      () => {
        const canvas = document.createElement("canvas").getContext("2d", { willReadFrequently: true });
        const rgba = (color) => {
          canvas.clearRect(0, 0, 1, 1);
          canvas.fillStyle = color;
          canvas.fillRect(0, 0, 1, 1);
          return canvas.getImageData(0, 0, 1, 1).data;
        };
        const luminance = (color) => {
          const [r, g, b] = [...color].slice(0, 3).map((it) => it / 255)
            .map((it) => (it <= 0.04045 ? it / 12.92 : ((it + 0.055) / 1.055) ** 2.4));
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const ground = (node) => {
          for (let it = node; it; it = it.parentElement) {
            const color = rgba(getComputedStyle(it).backgroundColor);
            if (color[3] === 255) return color;
          }
          return [255, 255, 255];
        };
        const found = [];
        const texts = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
        while (texts.nextNode()) {
          const node = texts.currentNode.parentElement;
          if (!texts.currentNode.data.trim() || !node.checkVisibility()) continue;
          const [a, b] = [luminance(rgba(getComputedStyle(node).color)), luminance(ground(node))];
          const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
          if (ratio < 4.5) found.push(`${ratio.toFixed(2)}: ${texts.currentNode.data.slice(0, 40)}`);
        }
        return found;
      }
      """;

  private Contrast() {}
}
