// What to do about what is missing.

/** Why WebGPU does not run in Node, and how to get it. */
export const noAdapterInNode =
  "no WebGPU adapter answers; install a GPU's Vulkan driver and loader (on Debian: libvulkan1, and mesa-vulkan-drivers or the vendor's driver). A software adapter, slow, comes with Debian's packages chromium and libvulkan1: set VK_ICD_FILENAMES=/usr/lib/chromium/vk_swiftshader_icd.json";

/**
 * The packages are optional: they are large, and gpu.js tries to build headless GL when it is installed, which
 * `--ignore-scripts` leaves out.
 */
export function notInstalled(name: 'gpu.js' | 'webgpu'): string {
  return `the npm package ${name} is not installed; run: npm install --ignore-scripts gpu.js webgpu@0.4`;
}
