/** Props of the button. */
export interface PictureButtonProps {
  name: string;
  /** Whether the camera is opened, on devices that have one. */
  camera?: boolean;
  onChoose: (file: File) => void;
}

/** A button that asks for a picture. */
export function PictureButton({ name, camera = false, onChoose }: PictureButtonProps) {
  return (
    <label className="relative w-fit rounded-md has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <span className="button">{name}</span>
      <input
        type="file"
        accept="image/*"
        {...(camera ? { capture: 'environment' as const } : {})}
        className="absolute inset-0 h-full w-full cursor-pointer opacity-0"
        onChange={(event) => {
          const file = event.target.files?.[0];
          if (file !== undefined) onChoose(file);
          // Reset, so that the same picture can be chosen again.
          event.target.value = '';
        }}
      />
    </label>
  );
}
