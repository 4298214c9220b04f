import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../i18n";

type DialogProps = {
  title: ReactNode;
  onClose: () => void;
  children: ReactNode;
  /** The buttons at its foot, the one that goes on last. */
  footer?: ReactNode;
  width?: "s" | "m" | "l";
  /** False while leaving would lose something: Esc and a click outside then do nothing. */
  canClose?: boolean;
  /** No head and no margins: the title is spoken only. */
  bare?: boolean;
};

const WIDTH = { s: "26rem", m: "34rem", l: "44rem" };

/** A dialog over the window; focus stays in it and goes back where it was. Shown while it is rendered. */
export function Dialog({ title, onClose, children, footer, width = "m", canClose = true, bare }: DialogProps) {
  const words = useWords();
  return (
    <Modal
      opened
      onClose={onClose}
      title={title}
      size={WIDTH[width]}
      centered={!bare}
      yOffset="14dvh"
      padding={0}
      radius="xl"
      closeOnEscape={canClose}
      closeOnClickOutside={canClose}
      withCloseButton={canClose && !bare}
      closeButtonProps={{ "aria-label": words.t("common.close"), size: 28, iconSize: 16 }}
      transitionProps={{ duration: 140, transition: "fade" }}
      classNames={{
        overlay: "dialog-veil",
        content: "dialog",
        header: bare ? "sr" : "dialog-head",
        title: "dialog-title",
        body: "dialog-body",
        close: "dialog-close",
      }}
    >
      {bare ? children : <div className="dialog-main">{children}</div>}
      {footer && <footer className="dialog-foot">{footer}</footer>}
    </Modal>
  );
}
