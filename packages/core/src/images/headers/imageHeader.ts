/** What a picture file says about itself. */
export interface ImageHeader {
  /** As stored: before the picture is turned upright. */
  readonly width: number;
  readonly height: number;
  /** Exif's orientation: 1 is upright, 2 … 8 are the other turns and mirrors. */
  readonly orientation: number;
  /** Why such a picture is not read, though it is whole, and what to do; null if it is read. */
  readonly unsupported: string | null;
  /** What a person should know of how the file is read. */
  readonly notes: readonly string[];
}
